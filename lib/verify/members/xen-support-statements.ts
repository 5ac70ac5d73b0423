import { type Family, membersBy } from '../family.ts'

const FILE = 'SUPPORT.md'

/** What Xen's statement of support has a status for: the headings above the lines `Status: …`, as `SUPPORT.md: heading`. */
export const XEN_SUPPORT_STATEMENTS: Family = {
  title: "Entries of Xen's SUPPORT.md",
  repository: 'xen',
  members: (clone) =>
    membersBy(clone, async (commit) => headingsOf((await clone.read(commit, FILE)) ?? '').map((heading) => ({ name: `${FILE}: ${heading}` }))),
}

function headingsOf(text: string): readonly string[] {
  let heading = ''
  const found = new Set<string>()
  for (const line of text.split('\n')) {
    heading = /^#+[ \t]+(.*?)[ \t#]*$/u.exec(line)?.[1] ?? heading
    if (/^[ \t]+Status(?:,[^:]*)?:/u.test(line)) found.add(heading)
  }
  return [...found]
}
