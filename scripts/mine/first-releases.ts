/**
 * Prints, as clauses of `rules/qemu/first-releases`, which release of QEMU is the first whose source names each device and CPU model that a record
 * speaks of. What is in the oldest release that is looked at (2.5) is left out, and so are versions of CPU models (`-v2`), whose names no source spells.
 *
 *   CANIMIGRATE_REPOS="qemu=DIR" node --import tsx scripts/mine/first-releases.ts
 */
import { resolve } from 'node:path'
import { loadContent } from '../../lib/content/load.ts'
import { runGit } from '../../lib/git/git.ts'
import type { Rule } from '../../lib/model/index.ts'
import { compareNumbers } from '../../lib/verify/clone.ts'
import { openClones } from './lib/clones.ts'

const OLDEST = '2.5'
const TODAY = new Date().toISOString().slice(0, 10)
const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) {
  console.error('no clone of qemu is given; set CANIMIGRATE_REPOS="qemu=DIR"')
  process.exit(2)
}
const { entries } = await loadContent(resolve(import.meta.dirname, '../../content'))
const parts = entries.flatMap(({ data }) => (data.kind === 'rule' ? ((data as Rule).parts ?? []) : []))
const namesOf = (kind: string): Set<string> =>
  new Set(parts.filter((part) => part.kind === kind).flatMap(({ driver }) => driver.filter((name) => /^[\w.,+-]+$/.test(name) && !/-v\d+$/.test(name))))
const devices = namesOf('device')
const models = namesOf('cpu')

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
    if (seen.has(name) || !(devices.has(name) || models.has(name))) continue
    seen.add(name)
    if (version === OLDEST) continue
    const found = first.get(version) ?? { commit, names: [] }
    found.names.push(name)
    first.set(version, found)
  }
}
for (const [version, { commit, names }] of first) {
  const note = 'the release: the first whose source has these names, scripts/mine/first-releases.ts'
  const evidence = `evidence: [{kind: commit, repo: sources/qemu, commit: ${commit}, checked: "${TODAY}", note: "${note}"}]`
  const clause = (id: string, condition: string, summary: string, more = ''): void =>
    console.log(`  - {id: ${id}-${version.replace('.', '-')}, stage: start, if: {${condition}}, effect: refused, ${more}summary: "${summary}", ${evidence}}`)
  const some = (of: ReadonlySet<string>): string[] => names.filter((name) => of.has(name)).sort()
  const model = `vcpu: {given: true}, all: [{vcpu: [${some(models)
    .flatMap((name) => [`"${name}"`, `"${name},*"`])
    .join(', ')}]}]`
  if (some(devices).length > 0)
    clause(
      'device',
      `qemu: "<${version}", device: {kind: device, driver: [${some(devices).join(', ')}]}`,
      `QEMU {qemu} lacks a device of this VM, which came with ${version}`,
    )
  if (some(models).length === 0) continue
  // Stable releases get CPU models now and then, as those with IBRS in 2.11.1.
  const before = releases[releases.findIndex((one) => one.version === version) - 1]?.version
  clause('model', `qemu: "<${before}", ${model}`, `QEMU {qemu} lacks the CPU model {vcpu}, which came with ${version}`)
  clause(
    'stable-model',
    `qemu: ">=${before} <${version}", ${model}`,
    `QEMU {qemu} may lack the CPU model {vcpu}, which came with ${version}`,
    `lacks: "whether a stable release of ${before} got the CPU model {vcpu} of ${version}", `,
  )
}
for (const one of clones.values()) one.close()
