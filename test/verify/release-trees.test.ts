import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseContent } from '../../lib/content/load.ts'
import { checkedInWords, checkedOf, VerificationRecord } from '../../lib/model/index.ts'
import { openCache } from '../../lib/verify/cache.ts'
import { type Clone, openClone } from '../../lib/verify/clone.ts'
import { recordOf } from '../../lib/verify/recorded.ts'
import { reportVerification } from '../../lib/verify/report.ts'
import { verify } from '../../lib/verify/verify.ts'
import { collectReleaseTrees } from '../../scripts/mine/lib/release-trees.ts'
import { parse } from 'yaml'
import { type TestRepository, testRepository } from '../fixtures/repository.ts'

/** A tree with what every release has, and what the given ones have besides. */
function treeOf(version: string, symbols: readonly string[], under = ''): Record<string, string> {
  const [major = '', minor = '', rest = '0'] = version.split('.')
  const [patch = '0', candidate] = rest.split('-')
  const all = [
    'arch/powerpc/kvm',
    'arch/s390/kvm',
    'arch/x86/kvm',
    'arch/arm',
    'arch/arm64',
    'drivers/net',
    'drivers/virtio',
    'fs',
    'include/linux',
    'kernel',
    'net',
  ]
  return {
    [`${under}Makefile`]: `VERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = ${patch}\nEXTRAVERSION =${candidate ? ` -${candidate}` : ''}\nNAME = None\n`,
    ...Object.fromEntries(all.map((folder) => [`${under}${folder}/keep.c`, ''])),
    [`${under}include/uapi/linux/kvm.h`]: symbols.map((name, index) => `#define ${name} ${index}\n`).join(''),
    [`${under}virt/kvm/kvm_main.c`]: symbols.map((name) => `case ${name}:\n`).join(''),
  }
}

const made: TestRepository[] = []
let root: string
let out: string
let clone: Clone
let result: ReturnType<typeof collectReleaseTrees>

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'canimigrate-trees-'))
  const repository = (): TestRepository => {
    const one = testRepository()
    made.push(one)
    return one
  }
  const whole = repository()
  whole.commit('import', '2021-01-01', treeOf('5.10.7', ['K_ONE']))
  whole.commit('what I did with it', '2021-01-02', { 'virt/kvm/kvm_main.c': 'case K_MINE:\n' })
  const below = repository()
  below.commit('begin', '2021-02-01', { 'README.md': 'mine\n' })
  below.commit('import', '2021-02-02', treeOf('5.13.1', ['K_ONE', 'K_TWO'], 'linux-5.13.1/'))
  const candidate = repository()
  candidate.commit('import', '2021-09-01', treeOf('5.15.0-rc5', ['K_ONE', 'K_TWO', 'K_TRI']))
  const part = repository()
  part.commit('import', '2021-05-01', { Makefile: treeOf('5.12', []).Makefile, 'virt/kvm/kvm_main.c': '' })
  const vendor = repository()
  vendor.commit('import', '2021-05-01', { ...treeOf('5.12.0', ['K_TWO']), 'debian.master/changelog': '' })
  const folder = join(root, 'linux-5.14')
  for (const [path, text] of Object.entries(treeOf('5.14.0', ['K_ONE', 'K_TWO']))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  out = join(root, 'out')
  const places = [whole.dir, `${below.dir}=https://example.org/5.13`, candidate.dir, part.dir, vendor.dir, folder, root]
  result = collectReleaseTrees(out, places, (version) => DATES[version])
  const { entries } = content()
  const source = entries.map(({ data }) => data).find((data) => data.kind === 'source')
  if (!source) throw new Error('no source')
  clone = await openClone(out, source)
})
afterAll(() => {
  clone.close()
  for (const one of made) one.remove()
  rmSync(root, { recursive: true, force: true })
})

const DATES: Readonly<Record<string, string>> = {
  '5.10.7': '2021-01-12',
  '5.12': '2021-04-25',
  '5.13.1': '2021-07-07',
  '5.14': '2021-08-29',
  '5.15': '2021-10-31',
}

function content(...records: readonly string[]) {
  const branches = ['5.10', '5.11', '5.12', '5.13', '5.14', '5.15', '5.16']
  const releases = (name: string): string => [name, `${name}.1`, `${name}.7`].map((version) => `{version: "${version}", date: 2021-01-01}`).join(', ')
  return parseContent([
    {
      path: 'sources/linux.yaml',
      text: 'kind: source\nid: sources/linux\ntitle: Linux\nsummary: Linux.\ntype: repository\nnames: [linux]\nreleases: {component: linux, tag: "v{version}"}\n',
    },
    {
      path: 'releases/linux.yaml',
      text: `kind: release-line\nid: releases/linux\ntitle: Linux\ncomponent: linux\nsummary: Made up.\nevidence: [{kind: test, what: made up, outcome: as stated, checked: 2026-01-01}]\nbranches:\n${branches.map((name) => `  - {name: "${name}", releases: [${releases(name)}]}\n`).join('')}`,
    },
    ...records.map((text, index) => ({
      path: `features/a/f${index}.md`,
      text: `---\nkind: feature\nid: a/f${index}\ntitle: F\nsummary: Made up.\nrely: It is made up.\nsurface: {kind: other, text: none}\ncontrol: {by: host, text: none}\nvalues: {type: boolean}\nsupport:\n  - component: linux\n    value: true\n    versions: ${text}\n    evidence: [{kind: test, what: made up, outcome: as stated, checked: 2026-01-01}]\n---\n`,
    })),
  ])
}

const claim = (versions: string, symbol: string): string =>
  `${versions}\n    probe: {repo: sources/linux, path: "virt/kvm/*.c", symbol: ${symbol}, means: implemented}`

describe('release trees from several places', () => {
  test('become tags of one repository, each as it was before its owner went on, with where it is from', async () => {
    expect(result.taken.map(({ version, candidate }) => `${version}${candidate ?? ''}`)).toEqual(['5.10.7', '5.13.1', '5.15rc5', '5.14'])
    expect(clone.releases().map(({ version }) => version)).toEqual(['5.10.7', '5.13.1', '5.14'])
    expect(clone.candidates()).toMatchObject([{ version: '5.15', candidate: 'rc5' }])
    expect(clone.releases().map(({ copiedFrom }) => copiedFrom)).toEqual([
      expect.stringMatching(/^canimigrate-repository-\S+ commit [0-9a-f]{40}$/),
      expect.stringMatching(/^https:\/\/example\.org\/5\.13 commit [0-9a-f]{40}$/),
      'linux-5.14',
    ])
    expect(await clone.read(clone.releases()[0]?.commit ?? '', 'virt/kvm/kvm_main.c')).toBe('case K_ONE:\n')
    expect(await clone.read(clone.releases()[1]?.commit ?? '', 'include/uapi/linux/kvm.h')).toContain('K_TWO')
  })

  test("are left out where they are parts of a tree, a distribution's, or none", () => {
    expect(result.refused.map(({ why }) => why)).toEqual([
      expect.stringMatching(/^5\.12 lacks arch\/powerpc\/kvm, .*: part of a tree/),
      expect.stringMatching(/^5\.12 is a distribution's kernel/),
      expect.stringMatching(/^no tree of Linux/),
    ])
  })

  test('are the same repository when made again', () => {
    const again = join(root, 'again')
    collectReleaseTrees(again, [made[0]?.dir ?? ''], (version) => DATES[version])
    const tag = (dir: string): string => execFileSync('git', [`--git-dir=${dir}`, 'rev-parse', 'v5.10.7'], { encoding: 'utf8' })
    expect(tag(again)).toBe(tag(out))
  })

  test('confirm a claim by bounds where a release between them is missing, and by a candidate where there is nothing newer', async () => {
    const { entries, problems } = content(
      claim('[{introduced: "5.12"}]', 'K_TWO'),
      claim('[{introduced: "5.10"}]', 'K_TWO'),
      claim('[{introduced: "5.14"}]', 'K_TWO'),
      claim('[{introduced: "5.15"}]', 'K_TRI'),
      claim('[{introduced: "5.16"}]', 'K_TRI'),
      claim('[{introduced: "5.15"}]', 'K_NEW'),
      claim('[{introduced: "5.10"}]', 'K_ONE'),
    )
    expect(problems).toEqual([])
    const found = await verify(entries, [{ clone, cache: openCache(undefined) }])
    expect(found.claims.map(({ outcome, checks }) => [outcome, ...checks.map(({ text }) => text)])).toEqual([
      ['confirmed', 'found later than 5.10.7, not later than 5.13.1'],
      ['contradicted', expect.stringMatching(/^not found in 5\.10\.7;/)],
      ['contradicted', expect.stringMatching(/^found in 5\.13\.1;/)],
      ['confirmed', 'found later than 5.14, not later than 5.15-rc5'],
      ['contradicted', expect.stringMatching(/^found in 5\.15-rc5;/)],
      ['unchecked', 'the clone ends with 5.15-rc5, before 5.15'],
      ['confirmed', 'found in 5.10.7, the first'],
    ])
    expect(reportVerification(found, false, () => '')).toContain('linux: 4 releases, 5.10.7 to 5.15-rc5 of 2021-10-31, copies of release trees, HEAD')
    // The record of such a run says that it was one.
    const source = entries.map(({ data }) => data).find((data) => data.kind === 'source')
    const record = VerificationRecord.parse(parse((source && recordOf(found.looked[0] as never, source, found.claims, '2026-11-21')) ?? ''))
    expect(record).toMatchObject({ newest: '5.14', copies: { '5.13.1': expect.stringContaining('https://example.org/5.13'), '5.15-rc5': expect.any(String) } })
    const first = entries.find(({ data }) => data.id === 'a/f0')
    const [checked] = first ? checkedOf(first, [record]) : []
    expect(checked && checkedInWords(checked, 'Linux')).toBe(
      'checked 2026-11-21 against copies of Linux up to 5.14: confirmed, found later than 5.10.7, not later than 5.13.1',
    )
  })
})
