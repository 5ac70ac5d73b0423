import { labelOf } from './judge.ts'
import type { Verification, Verified } from './verify.ts'

/** Claims by what became of them. */
export interface Counts {
  readonly claims: number
  readonly confirmed: number
  readonly contradicted: number
  /** Without a probe; of a repository of which no clone was given; not told by the clones. */
  readonly 'no probe': number
  readonly 'no clone': number
  readonly 'not told': number
}

/** In all, and by area in order of names. */
export function countsOf(claims: readonly Verified[]): { readonly all: Counts; readonly areas: ReadonlyMap<string, Counts> } {
  return { all: count(claims), areas: new Map([...grouped(claims)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([area, some]) => [area, count(some)])) }
}

/**
 * What was found, as text: the clones, claims that are contradicted, a table by area, and what could not be told.
 * @param detail each claim too
 * @param versions a claim's versions in words
 */
export function reportVerification({ looked, claims }: Verification, detail: boolean, versions: (one: Verified) => string): string {
  const { all, areas } = countsOf(claims)
  const wrong = claims.filter(({ outcome }) => outcome === 'contradicted')
  const untold = claims.filter(({ why }) => why === 'not told')
  const shown = (some: readonly Verified[]): string[] => some.flatMap((one) => linesOf(one, versions(one)))
  const part = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines, ''])
  return [
    ...looked.map(({ repository, head, releases }) => {
      const [first, last] = [releases[0], releases.at(-1)]
      const copies = releases.some(({ copiedFrom }) => copiedFrom !== undefined) ? ', copies of release trees' : ''
      return `${repository}: ${first && last ? `${releases.length} releases, ${labelOf(first)} to ${labelOf(last)} of ${last.date}` : 'no releases'}${copies}, HEAD ${head.slice(0, 12)}`
    }),
    '',
    ...(detail ? part('CLAIMS', shown(claims)) : [...part('CONTRADICTED', shown(wrong)), ...part('NOT TOLD BY THE CLONES', shown(untold))]),
    table(new Map([...areas, ['all', all]])),
  ].join('\n')
}

const COLUMNS = ['claims', 'confirmed', 'contradicted', 'not told', 'no clone', 'no probe'] as const

function table(rows: ReadonlyMap<string, Counts>): string {
  const width = Math.max(4, ...[...rows.keys()].map((name) => name.length))
  const line = (name: string, cells: readonly (string | number)[]): string =>
    `${name.padEnd(width)}${cells.map((cell, index) => String(cell === 0 ? '-' : cell).padStart((COLUMNS[index] as string).length + 2)).join('')}`
  return [
    line('area', COLUMNS),
    ...[...rows].map(([name, counts]) =>
      line(
        name,
        COLUMNS.map((column) => counts[column]),
      ),
    ),
  ].join('\n')
}

function linesOf({ claim, outcome, why, checks }: Verified, versions: string): string[] {
  const state = outcome === 'unchecked' ? `not checkable: ${why}` : outcome
  return [
    `  ${claim.record}  ${claim.place}  ${claim.component} ${versions}: ${state}`,
    ...checks.map(({ repository, event, outcome: own, text }) => {
      const about = event ? `${event.event} ${event.version}, ` : ''
      return `    ${repository}: ${about}${own === 'unchecked' ? '' : `${own}, `}${text}`
    }),
  ]
}

function count(claims: readonly Verified[]): Counts {
  const of = (test: (one: Verified) => boolean): number => claims.filter(test).length
  return {
    claims: claims.length,
    confirmed: of(({ outcome }) => outcome === 'confirmed'),
    contradicted: of(({ outcome }) => outcome === 'contradicted'),
    'no probe': of(({ why }) => why === 'no probe'),
    'no clone': of(({ why }) => why === 'no clone'),
    'not told': of(({ why }) => why === 'not told'),
  }
}

function grouped(claims: readonly Verified[]): Map<string, Verified[]> {
  const groups = new Map<string, Verified[]>()
  for (const one of claims) {
    const group = groups.get(one.claim.area)
    if (group) group.push(one)
    else groups.set(one.claim.area, [one])
  }
  return groups
}
