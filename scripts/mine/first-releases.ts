/**
 * Writes `content/rules/qemu/first-releases-*.md`: which release of QEMU is the first whose source names each device, property of a device and CPU model that
 * a record speaks of. What is in the oldest release that is looked at (2.5) is left out, and so are versions of CPU models (`-v2`), whose names no source spells.
 *
 *   CANIMIGRATE_REPOS="qemu=DIR" node --import tsx scripts/mine/first-releases.ts
 */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadContent } from '../../lib/content/load.ts'
import { runGit } from '../../lib/git/git.ts'
import type { Rule } from '../../lib/model/index.ts'
import { compareNumbers } from '../../lib/verify/clone.ts'
import { openClones } from './lib/clones.ts'

const OLDEST = '2.5'
/** The last release of each file: of a side that is newer nothing in it is looked at. */
const LAST = ['2.12', '4.2', '6.2', '7.2', '10.2']
const TODAY = new Date().toISOString().slice(0, 10)
const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) {
  console.error('no clone of qemu is given; set CANIMIGRATE_REPOS="qemu=DIR"')
  process.exit(2)
}
const content = resolve(import.meta.dirname, '../../content')
const { entries } = await loadContent(content)
const parts = entries.flatMap(({ data }) => (data.kind === 'rule' ? ((data as Rule).parts ?? []) : []))
const namesOf = (kind: string): Set<string> =>
  new Set(parts.filter((part) => part.kind === kind).flatMap(({ driver }) => driver.filter((name) => /^[\w.,+-]+$/.test(name) && !/-v\d+$/.test(name))))
const devices = namesOf('device')
const models = namesOf('cpu')
const properties = new Set(parts.filter(({ kind }) => kind === 'device').flatMap((part) => Object.keys(part.properties).filter((name) => !/^x-|\./.test(name))))

const first = new Map<string, { readonly commit: string; readonly names: string[] }>()
const seen = new Set<string>()
const releases = clone
  .releases()
  .filter(({ version }) => /\.0$/.test(version))
  .map(({ version, commit }) => ({ version: version.replace(/\.0$/, ''), commit }))
  .filter(({ version }) => compareNumbers(version, OLDEST) >= 0)
  .sort((a, b) => compareNumbers(a.version, b.version))
for (const { version, commit } of releases) {
  const strings = await runGit(clone.dir, [
    'grep',
    '-hoaE',
    '"[a-zA-Z0-9_.,+-]+"',
    commit,
    '--',
    '*.c',
    '*.h',
    ':!tests',
    ':!roms',
    ':!docs',
    ':!pc-bios',
    ':!linux-headers',
  ])
  for (const text of strings?.split('\n') ?? []) {
    const name = text.slice(1, -1)
    if (seen.has(name) || !(devices.has(name) || models.has(name) || properties.has(name))) continue
    seen.add(name)
    if (version === OLDEST) continue
    const found = first.get(version) ?? { commit, names: [] }
    found.names.push(name)
    first.set(version, found)
  }
}
const taken = new Set<string>()
const files = new Map<string, string[]>(LAST.map((version) => [version, []]))
for (const [version, { commit, names }] of first) {
  const id = version.replace('.', '-')
  const lines = files.get(LAST.find((last) => compareNumbers(version, last) <= 0) ?? '')
  if (!lines) throw new Error(`no file is for ${version}: add to LAST`)
  const note = 'the release: the first whose source has the name, scripts/mine/first-releases.ts'
  let evidence = `&r${id} [{kind: commit, repo: sources/qemu, commit: ${commit}, checked: "${TODAY}", note: "${note}"}]`
  const clause = (kind: string, name: string, range: string, condition: string, summary: string, more = ''): void => {
    const where = `all: [{qemu: "${range}"}, ${condition}]`
    const plain = `${kind}-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`
    const called = taken.has(plain) ? `${plain}-2` : plain
    taken.add(called)
    lines.push(`  - {id: ${called}, stage: start, if: {${where}}, effect: refused, ${more}summary: "${summary}", evidence: ${evidence}}`)
    evidence = `*r${id}`
  }
  // Stable releases get properties and CPU models now and then, as those with IBRS in 2.11.1.
  const before = releases[releases.findIndex((one) => one.version === version) - 1]?.version
  const backported = (kind: string, name: string, condition: string): void => {
    const what = `the ${kind} ${name}, which came with ${version}`
    clause(kind.replace(/.* /, ''), name, `<${before}`, condition, `QEMU {qemu} lacks ${what}`)
    const lacks = `lacks: "whether a stable release of ${before} got the ${kind} ${name} of ${version}", `
    clause(`stable-${kind.replace(/.* /, '')}`, name, `>=${before} <${version}`, condition, `QEMU {qemu} may lack ${what}`, lacks)
  }
  for (const name of names.sort()) {
    if (devices.has(name))
      clause('device', name, `<${version}`, `{device: {kind: device, driver: ${name}}}`, `QEMU {qemu} lacks the device ${name}, which came with ${version}`)
    // A name that two devices have tells of the first alone, so more may be lacking.
    if (properties.has(name)) backported('property', name, `{device: {kind: device, ${name}: {given: true}}}`)
    if (models.has(name)) backported('CPU model', name, `{vcpu: {given: true}}, {vcpu: ["${name}", "${name},*"]}`)
  }
}
for (const [last, lines] of files) {
  const since = LAST[LAST.indexOf(last) - 1] ?? OLDEST
  const file = `---
kind: rule
id: rules/qemu/first-releases-${last.replace('.', '-')}
${since === OLDEST ? 'formerly: [rules/qemu/first-releases]\n' : ''}title: "What came with QEMU after ${since}, up to ${last}"
summary: "A VM with a device, a property of one, or a CPU model that came later than the destination's QEMU does not start there, whatever its machine type."
# What is not known of a QEMU is asked for elsewhere, once.
applies: {all: [{qemu: {given: true}}, {qemu: "<${last}"}]}
clauses:
${lines.join('\n')}
---

\`scripts/mine/first-releases.ts\` wrote this from QEMU's history: which release is the first whose source names each device, property of a device and CPU model that a record speaks of. Numbered
versions of CPU models (\`Cooperlake-v2\`) are not looked at; a property whose name another device had before is taken to be as old as that. A distribution may have brought something to its own older QEMU.
`
  writeFileSync(resolve(content, `rules/qemu/first-releases-${last.replace('.', '-')}.md`), file)
}
for (const one of clones.values()) one.close()
