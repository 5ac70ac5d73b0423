import { NOT_SET, factKey } from '../../model/index.ts'
import type { Answer, Evidence, Finding, Knowledge, RemedyOffer } from '../../model/index.ts'
import { rankOf } from '../decide.ts'
import { partOption } from './part-option.ts'

/** The verdict in plain words, from what the stages say. */
export function verdictInWords(answer: Pick<Answer, 'verdict' | 'start' | 'stream' | 'guest' | 'missing'>): string {
  const { start, stream, guest } = answer
  switch (answer.verdict) {
    case 'yes':
      return guest === 'changed' ? 'yes: the guest sees a difference that no guest is known to mind' : 'yes: nothing recorded stands in the way'
    case 'no': {
      const reasons = [
        start.source === 'no' ? 'the source does not start this VM' : '',
        start.destination === 'no' ? 'the destination does not start this VM' : '',
        stream === 'refused' ? 'the stream is refused' : '',
        guest === 'broken' ? 'the guest breaks' : '',
      ].filter(Boolean)
      return `no: ${reasons.join(', and ')}`
    }
    case 'conditional': {
      if (answer.missing.length > 0) return 'it depends on the guest'
      if (guest === 'unknown') return 'at a risk: the guest may break'
      return guest === 'degraded'
        ? 'with a loss: the guest goes on, but worse'
        : stream === 'conditional'
          ? 'it depends on the state of the guest'
          : 'with care: the guest can see the difference'
    }
    case 'unknown':
      return 'not known: facts are missing that decide it'
  }
}

/** What a finding does, in two or three words. */
export function effectInWords(finding: Finding): string {
  const maybe = finding.certain === 'unknown' || finding.depends !== undefined ? 'may be ' : ''
  if (finding.effect === 'refused') return `${maybe}refused at ${finding.stage === 'start' ? `start, ${SIDES[finding.side ?? 'both']}` : 'load'}`
  const what = {
    unchanged: 'guest unchanged',
    changed: 'guest sees a change',
    degraded: 'guest gets slower or loses something',
    broken: 'guest breaks',
    unknown: 'guest may break',
  }[finding.guest]
  const how = { silent: ', silently', warned: ', with a warning', degraded: '', none: '', refused: '' }[finding.effect]
  return `${maybe && finding.guest !== 'unknown' ? 'maybe: ' : ''}${what}${finding.guest === 'unchanged' ? '' : how}${finding.harmless ? ' (harmless)' : ''}`
}

const SIDES = { source: 'on the source', destination: 'on the destination', both: 'on both sides' } as const

/** A remedy's changes: `on both sides cap-ail-mode-3=off; on the destination qemu=9.1`. */
export function remedyInWords(offer: RemedyOffer): string {
  if (offer.applies === 'restart') return 'stop the guest and start it anew on the destination'
  return changesBySide(offer)
    .map(([where, texts]) => `${where} ${texts.join(', ')}`)
    .join('; ')
}

/** The changes of a remedy by where they are made: `['on both sides', ['cap-ail-mode-3=off']]`. */
export function changesBySide({ changes }: Pick<RemedyOffer, 'changes'>): [string, string[]][] {
  const words = (some: RemedyOffer['changes']): string[] => [...new Set(some.map(({ set, to }) => changeInWords(set, to)))]
  const source = words(changes.filter(({ side }) => side === 'source'))
  const destination = words(changes.filter(({ side }) => side === 'destination'))
  const both = source.filter((text) => destination.includes(text))
  const only = (own: readonly string[]): string[] => own.filter((text) => !both.includes(text))
  const sides: [string, string[]][] = [
    ['on both sides', both],
    ['on the source', only(source)],
    ['on the destination', only(destination)],
  ]
  return sides.filter(([, texts]) => texts.length > 0)
}

/** `cap-htm=off`; for parts `add -device e1000,addr=3`, `drop …`, or `-device net0: mac=…`. */
function changeInWords(set: string, to: string): string {
  const [, verb, kind] = /^(add|remove)\.([a-z]+)$/.exec(set) ?? []
  if (verb && kind) return `${verb === 'add' ? 'add' : 'drop'} ${partOption(kind, to)}`
  const [, of, name, property] = /^(?!guest\.|config\.|xenfeat\.)([a-z]+)\.(.+)\.([^.]+)$/.exec(set) ?? []
  if (to === NOT_SET) return of ? `-${of} ${name}: no ${property}` : `no ${set}`
  if (of) return `-${of} ${name}: ${property}=${to}`
  const option = OPTIONS[set]
  return `${set}=${to}${option ? ` (${option})` : ''}`
}

/** QEMU's options for facts that have another name. */
const OPTIONS: Readonly<Record<string, string>> = { vcpu: '-cpu', memory: '-m', 'smp.cpus': '-smp' }

/** The remedies worth telling: of those that can be applied at the same time the best, and of those that differ in versions alone the first. */
export function remediesTold({ remedies }: Pick<Answer, 'remedies'>): RemedyOffer[] {
  const best = (applies: RemedyOffer['applies']): number => Math.max(...remedies.filter((one) => one.applies === applies).map(({ verdict }) => rankOf(verdict)))
  const seen = new Set<string>()
  return remedies.filter(({ applies, verdict, changes }) => {
    const kind = changes.map(({ side, set, to }) => `${side} ${set} ${factKey(set).subject === 'host' ? '' : to}`).sort()
    const key = JSON.stringify([applies, kind])
    if (rankOf(verdict) < best(applies) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** When a remedy can be applied. */
export function whenInWords({ applies }: RemedyOffer): string {
  return { running: 'the guest may keep running', 'before-boot': 'before the guest is started', restart: 'nothing of it is carried over' }[applies]
}

/** How a missing fact is given in the shorthand; undefined where only a record can. */
export function howToGive(fact: string): string | undefined {
  if (fact.startsWith('knowledge.')) return undefined
  const use = /^guest\.uses\.(.+)$/.exec(fact)
  if (use) return `guest.uses=${use[1]} or guest.uses=-${use[1]}`
  const [, side, key] = /^(source|destination)\.(.+)$/.exec(fact) ?? []
  return key ? `${key}=… for the ${side}` : `${fact}=…`
}

/** A piece of evidence in one line: who, where, when, and its identifier. */
export function citationInWords(evidence: Evidence, knowledge?: Knowledge): string {
  switch (evidence.kind) {
    case 'mail':
      return [evidence.author, evidence.list, evidence.date, evidence['message-id'] ? `<${evidence['message-id']}>` : evidence.url].filter(Boolean).join(', ')
    case 'commit':
      return `${titleOf(evidence.repo, knowledge)} commit ${evidence.commit.slice(0, 12)}${evidence.subject ? ` "${evidence.subject}"` : ''}${evidence.file ? `, ${evidence.file}` : ''}`
    case 'source':
      return [
        evidence.repo ? titleOf(evidence.repo, knowledge) : undefined,
        evidence.tag,
        evidence.file,
        evidence.symbol,
        evidence.repo ? undefined : evidence.url,
      ]
        .filter(Boolean)
        .join(', ')
    case 'test':
      return `test: ${evidence.what}: ${evidence.outcome}`
  }
}

function titleOf(repo: string, knowledge?: Knowledge): string {
  return knowledge?.entries.get(repo)?.data.title ?? repo.replace(/^sources\//, '')
}

/** Assumptions as they are told: what one side takes over from the other, fact by fact, is one of them. */
export function assumedInWords(assumptions: readonly string[]): string[] {
  const said = new Map<string, string[]>()
  for (const text of assumptions) {
    const [, start = text, rest] = /^(the \w+ starts the VM with the \w+'s) (.+)$/s.exec(text) ?? []
    const parts = said.get(start) ?? []
    said.set(start, rest === undefined ? parts : [...parts, rest])
  }
  return [...said].map(([start, parts]) => (parts.length === 0 ? start : `${start} ${parts.join(', ')}`))
}
