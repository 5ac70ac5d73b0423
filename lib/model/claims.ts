import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { folderOf } from './reference.ts'
import type { Probe, Probes } from './probe.ts'
import type { Event } from './range.ts'
import type { Entry } from './record.ts'

/** What a record says about the versions of a component, and how a machine can see whether it is right. */
export interface Claim {
  readonly record: string
  /** What the record belongs to: all but the last part of its id. */
  readonly area: string
  /** Where it stands: `support.0`, `control`, `vocabulary.0.<word>`. */
  readonly place: string
  /** Changes when the claim or a probe of it does: 8 hex digits. */
  readonly key: string
  readonly component: string
  /** None: of all versions. */
  readonly events: readonly Event[]
  readonly checks: readonly Check[]
}

/** One probe of a claim. */
export interface Check {
  readonly probe: Probe
  /** The event that it is about; without one, the whole claim. */
  readonly event?: Event
}

/** The version claims of records, in order: statements, options and words that name versions, or that have a probe. */
export function claimsOf(entries: Iterable<Entry>): Claim[] {
  return [...entries].flatMap(({ data }): Claim[] => {
    const claim = (place: string, component: string, events: readonly Event[] | undefined, probes: Probes | undefined, rest: object): Claim[] => {
      const checks = [...list(probes).map((probe) => ({ probe })), ...(events ?? []).flatMap((event) => list(event.probe).map((probe) => ({ probe, event })))]
      if (checks.length === 0 && (events ?? []).length === 0) return []
      const bare = (events ?? []).map(({ event, version, probe }) => [event, version, probe])
      const key = contentKey([component, bare, probes, rest])
      return [{ record: data.id, area: folderOf(data.id), place, key, component, events: events ?? [], checks }]
    }
    if (data.kind === 'feature') {
      const { versions } = data.control
      return [
        ...data.support.flatMap(({ component, versions: events, probe, when, value, before, status }, index) =>
          claim(`support.${index}`, component, events, probe, { when, value, before, status }),
        ),
        ...(versions ? claim('control', versions.component, versions.events, versions.probe, { option: data.control.option }) : []),
      ]
    }
    if (data.kind !== 'rule') return []
    return data.vocabulary.flatMap(({ component, fact, values }, index) =>
      component === undefined
        ? []
        : values.flatMap(({ name, versions, probe, when }) => claim(`vocabulary.${index}.${name}`, component, versions, probe, { fact, name, when })),
    )
  })
}

/** Eight hex digits: the same for the same content, whatever the order of keys. */
export function contentKey(content: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonical(content)))).slice(0, 8)
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${parts.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`
}

function list(probes: Probes | undefined): readonly Probe[] {
  return probes === undefined ? [] : Array.isArray(probes) ? probes : [probes]
}
