import type { ReleaseLine } from '../model/index.ts'
import type { SearchDocument } from './port.ts'

/** A document of each branch: found by its name and by its point releases, with or without the component's. */
export function releaseDocuments({ id, title, component, branches }: ReleaseLine): SearchDocument[] {
  return branches.map(({ name, releases, eol, open, note }) => {
    const [first, last] = [releases[0], releases.at(-1)]
    const versions = [...new Set([name, `${name}.0`, ...releases.map(({ version }) => version)])]
    const points = releases.length > 1 ? `; ${releases.length} releases, the newest known ${last?.version}${last?.date ? ` of ${last.date}` : ''}` : ''
    const end = eol ? `; upstream support ${open === false ? 'ended' : 'until'} ${eol}` : ''
    const days = releases.flatMap(({ date }) => date ?? []).sort()
    return {
      id: `${id}#${name}`,
      kind: 'release',
      area: '',
      title: `${title} ${name}`,
      summary: `${first?.date ? `First released ${first.date}` : 'Date not known'}${points}${end}`,
      aliases: [`${component} ${name}`],
      names: versions.flatMap((version) => [version, `v${version}`, ...namesOf(component).map((one) => `${one} ${version}`), `${component} v${version}`]),
      keywords: versions,
      text: note ?? '',
      boost: 0.5,
      tags: { component: [component] },
      ...(days.length > 0 ? { days: [days[0] as string, days.at(-1) as string] as const } : {}),
    }
  })
}

/** What people call a component beside its own name. */
function namesOf(component: string): string[] {
  return component === 'linux' ? [component, 'kernel', 'linux kernel'] : [component]
}
