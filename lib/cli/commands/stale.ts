import { setting } from '../../config/settings.mjs'
import { InputError } from '../../model/index.ts'
import { type Aged, agesOf } from '../../verify/ages.ts'
import { FAMILIES } from '../../verify/members/index.ts'
import { type News, newsOf } from '../../verify/upstream.ts'
import { openRepositories, several } from '../clones.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { print, printJson } from '../output.ts'

interface Options {
  repo?: readonly string[]
  days: string
  json?: boolean
}

/** `stale`: what should be looked at again, and what upstream has that has no record. */
export const stale: Register = (program, done) => {
  program
    .command('stale')
    .description('claims by age, and what upstream has that no record has; exit status: 0 nothing to do, 1 something, 2 bad input')
    .option('--repo <name=dir>', 'a clone whose releases and members are compared; may be given several times (default: CANIMIGRATE_REPOS)', several)
    .option('--days <n>', 'claims that nobody looked at for so many days are listed', '180')
    .option('--json', 'as JSON')
    .addHelpText('after', examples('stale', 'stale --repo qemu=../qemu.git --repo xen=../xen.git', 'stale --days 90 --json'))
    .action(async ({ repo, days, json }: Options) => {
      if (!/^\d{1,5}$/.test(days)) throw new InputError([{ path: '', message: `\`--days ${days}\` is no number of days; write one such as \`--days 180\`` }])
      const knowledge = await readKnowledge()
      const entries = [...knowledge.entries.values()]
      const ages = agesOf(
        entries,
        entries.flatMap(({ data }) => (data.kind === 'verification' ? [data] : [])),
      )
      const old = ages.filter(({ checked }) => daysSince(checked) > Number(days)).sort((a, b) => (a.checked < b.checked ? -1 : 1))
      const clones = repo || setting('CANIMIGRATE_REPOS') ? await openRepositories(repo, knowledge) : []
      try {
        const news = await newsOf(
          entries,
          clones.map(({ clone }) => clone),
          FAMILIES,
        )
        for (const { cache } of clones) cache.save()
        if (json) printJson({ claims: ages.length, ages: bucketsOf(ages), old, ...news })
        else print([...agesInWords(ages), '', ...oldInWords(old, days), ...newsInWords(news, clones.length > 0)].join('\n'))
        done(old.length + news.releases.length + news.families.reduce((sum, { unrecorded }) => sum + unrecorded.length, 0) > 0 ? 1 : 0)
      } finally {
        for (const { clone } of clones) clone.close()
      }
    })
}

/** Ages in days that are told apart. */
const BUCKETS = [30, 90, 180, 365] as const
/** Most old claims, and members of one family, that are listed; JSON has all. */
const MOST_SHOWN = 40

function daysSince(day: string): number {
  return Math.floor((Date.now() - Date.parse(day)) / 86_400_000)
}

/** How many claims are at most so many days old, `older` the rest; by area. */
function bucketsOf(ages: readonly Aged[]): Record<string, Record<string, number>> {
  const areas: Record<string, Record<string, number>> = {}
  for (const { area, checked } of ages) {
    const bucket = String(BUCKETS.find((most) => daysSince(checked) <= most) ?? 'older')
    const counts = areas[area] ?? {}
    areas[area] = counts
    counts[bucket] = (counts[bucket] ?? 0) + 1
  }
  return Object.fromEntries(Object.entries(areas).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function agesInWords(ages: readonly Aged[]): string[] {
  const buckets = bucketsOf(ages)
  const width = Math.max(4, ...Object.keys(buckets).map((area) => area.length))
  const columns = [...BUCKETS.map(String), 'older']
  const line = (name: string, cells: readonly string[]): string => `${name.padEnd(width)}${cells.map((cell) => cell.padStart(7)).join('')}`
  return [
    `${ages.length} claims, by days since they were looked at`,
    '',
    line(
      'area',
      columns.map((column) => (column === 'older' ? column : `≤ ${column}`)),
    ),
    ...Object.entries(buckets).map(([area, counts]) =>
      line(
        area,
        columns.map((column) => String(counts[column] ?? '-')),
      ),
    ),
  ]
}

function oldInWords(old: readonly Aged[], days: string): string[] {
  if (old.length === 0) return [`No claim is older than ${days} days.`, '']
  const more = old.length > MOST_SHOWN ? [`  … ${old.length - MOST_SHOWN} more; --json has all`] : []
  return [`OLDER THAN ${days} DAYS`, ...old.slice(0, MOST_SHOWN).map(({ record, place, checked }) => `  ${checked}  ${record}  ${place}`), ...more, '']
}

function newsInWords({ releases, families, unseen }: News, compared: boolean): string[] {
  if (!compared) return ['Give clones with --repo to see which releases and members upstream has that no record has.']
  return [
    ...(releases.length === 0 ? [] : ['RELEASES THAT THEIR LINE LACKS', ...releases.map(({ line, version, date }) => `  ${line}  ${version} of ${date}`), '']),
    ...families.flatMap(({ title, members, unrecorded }) => {
      if (unrecorded.length === 0) return [`${title}: all ${members} have a record`]
      const more = unrecorded.length > MOST_SHOWN ? [`  … ${unrecorded.length - MOST_SHOWN} more; --json has all`] : []
      const shown = unrecorded.slice(0, MOST_SHOWN).map(({ name, number, since, until }) => {
        const range = `since ${since}${until === undefined ? '' : `, not from ${until}`}`
        return `  ${name}${number === undefined ? '' : ` (${number})`}  ${range}`
      })
      return [`${title}: ${unrecorded.length} of ${members} have no record`, ...shown, ...more]
    }),
    ...unseen.map(({ title, repository }) => `${title}: give --repo ${repository}=DIR`),
  ]
}
