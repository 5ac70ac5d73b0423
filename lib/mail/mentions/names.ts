import { type Alias, type Entry, aliasName, formerlyOf } from '../../model/index.ts'

/** One name of a record, and what it takes to count. */
export interface Name {
  /** Spaces stand for any white space, a line's end too. */
  readonly text: string
  /** Upper and lower case are one. */
  readonly anyCase: boolean
  /**
   * `specific`: counts wherever it stands, in addresses of pages too, and in a diff's unchanged lines if the message speaks of the record elsewhere. `plain`: counts in what people write and change.
   * `weak`: counts as `plain` does, but only beside a second sign in the same message: another of the record's names, a commit, a citation, a word of `sign`.
   * `sign`: no name, only a second sign.
   */
  readonly strength: 'specific' | 'plain' | 'weak' | 'sign'
}

/** Goes up when the rules by which names count change: old messages are then looked through again. */
export const MENTION_RULES = 3

/** All that leads from a message to a record. Plain data, for other threads too. */
export interface RecordNames {
  readonly record: string
  readonly names: readonly Name[]
  /** Commits that it cites, 10 to 40 hex digits. */
  readonly commits: readonly string[]
  /** Ids that it had, or took over. */
  readonly formerly?: readonly string[]
}

/**
 * The names of records, in order of their ids.
 *
 * A name's form decides how it counts, where the record does not say (`case`, `alone`, `with` of an alias):
 *
 * | form | example | case | strength |
 * |---|---|---|---|
 * | symbol: has `_`, at least 6 characters | `KVM_CAP_FOO`, `foo_bar` | exact | specific |
 * | capitals and digits | `ABCDE`, `AB[CD]` | exact | plain from 5 characters, else weak |
 * | joined: has `-`, `,`, `.`, `/`, `=` between words | `cap-foo-bar`, `abc,def`, `ab-cd`, `x=off` | any | specific with two joints, else plain |
 * | number | `0x0f000001`, `0x13C` | any | plain from eight digits, else weak |
 * | one word | `foobar`, `foo=` | any | weak |
 * | two words | `foo bar` | any | weak |
 * | more words | `foo bar of baz` | any | plain |
 *
 * Besides aliases: an id with two parts or more, now or formerly, the last part of a feature's or policy's id with two dashes or more, the option that sets a feature.
 * Left out are names that `compileNames` does not take (under three characters, or beginning with a mark) and commits that more than four records cite, which say little of each.
 */
export function namesOf(records: Iterable<Entry>): RecordNames[] {
  const entries = [...records]
  const taken = new Set(entries.flatMap(({ data }) => data.aliases.map((alias) => fold(aliasName(alias)))))
  const cited = new Map(entries.map(({ data }) => [data.id, commitsOf(data)]))
  const times = new Map<string, number>()
  for (const commits of cited.values()) for (const commit of commits) times.set(commit.slice(0, SHORT), (times.get(commit.slice(0, SHORT)) ?? 0) + 1)
  return entries
    .filter(({ data }) => SPOKEN_OF.has(data.kind))
    .map(({ data }): RecordNames => {
      const own = [
        ...data.aliases.flatMap(namesOfAlias),
        ...impliedNames(data)
          .filter((name) => !taken.has(fold(name)))
          .map((name) => nameOf(name)),
      ]
      const names = new Map<string, Name>()
      for (const name of own) if (!names.has(name.text)) names.set(name.text, name)
      const commits = (cited.get(data.id) as string[]).filter((commit) => (times.get(commit.slice(0, SHORT)) as number) <= MOST_RECORDS)
      const formerly = formerlyOf(data)
      return { record: data.id, names: [...names.values()], commits, ...(formerly.length > 0 ? { formerly } : {}) }
    })
    .sort((a, b) => (a.record < b.record ? -1 : 1))
}

/** A release line or a source is what everybody speaks of. They are found by citations alone. */
const SPOKEN_OF: ReadonlySet<string> = new Set(['feature', 'policy', 'rule'])
const SHORT = 10
const MOST_RECORDS = 4

/** A name by its form alone. */
export function nameOf(text: string): Name {
  const name = text.trim().replace(/\s+/g, ' ')
  const words = name.split(' ').length
  if (words > 1) return { text: name, anyCase: true, strength: words > 2 ? 'plain' : 'weak' }
  if (/^0x[0-9a-f]+$/i.test(name)) return { text: name, anyCase: true, strength: name.length >= 10 ? 'plain' : 'weak' }
  if (name.includes('_')) return { text: name, anyCase: false, strength: name.length >= 6 ? 'specific' : 'weak' }
  if (/^[A-Z0-9[\]().+-]+$/.test(name) && /[A-Z]/.test(name)) return { text: name, anyCase: false, strength: name.length >= 5 ? 'plain' : 'weak' }
  const joints = name.match(/[-,./=:](?=\w)/g)?.length ?? 0
  return { text: name, anyCase: true, strength: joints >= 2 ? 'specific' : joints === 1 ? 'plain' : 'weak' }
}

function namesOfAlias(alias: Alias): Name[] {
  const formed = nameOf(aliasName(alias))
  if (typeof alias === 'string') return [formed]
  const alone = alias.alone ?? (alias.with ? false : undefined)
  const strength = alone === undefined ? formed.strength : !alone ? 'weak' : formed.strength === 'weak' ? 'plain' : formed.strength
  const name: Name = { text: formed.text, anyCase: alias.case === undefined ? formed.anyCase : alias.case === 'any', strength }
  return [name, ...(alias.with ?? []).map((word): Name => ({ ...nameOf(word), strength: 'sign' }))]
}

/** Names that a record has without saying so. */
function impliedNames(data: Entry['data']): string[] {
  const last = data.id.slice(data.id.lastIndexOf('/') + 1)
  return [
    ...[data.id, ...formerlyOf(data)].filter((id) => id.includes('/')),
    ...(data.kind !== 'rule' && last.split('-').length > 2 ? [last] : []),
    ...(data.kind === 'feature' && data.control.option?.includes('-') ? [data.control.option] : []),
  ]
}

function fold(name: string): string {
  return name.toLowerCase()
}

/** Commits in any `evidence` of a record, each once. */
function commitsOf(data: unknown): string[] {
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('kind' in value && value.kind === 'commit' && 'commit' in value && typeof value.commit === 'string') found.add(value.commit)
    else for (const part of Object.values(value)) walk(part)
  }
  walk(data)
  return [...found].sort()
}
