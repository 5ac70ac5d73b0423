import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestRepository, testRepository } from '../fixtures/repository.ts'

let made: TestRepository
let root: string
const content = (): string => join(root, 'content')

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'canimigrate-verify-'))
  made = testRepository()
  const release = (version: string, date: string, files: Readonly<Record<string, string | undefined>>): void => {
    made.commit(`Release ${version}`, date, { VERSION: `${version}\n`, ...files })
    made.tag(`v${version}`, date)
  }
  const header = (...names: string[]): string => names.map((name, index) => `#define ${name} ${index}\n`).join('')
  release('1.0.0', '2020-01-01', { 'hw/a.c': 'old\n', 'hw/caps.c': 'CAP_ONE\n' })
  made.commit('kern-headers: update to Kern 2.1-rc1', '2020-01-10', {
    'kern-headers/kern/x.h': header('K_ONE'),
    'kern-headers/a': '1',
    'kern-headers/b': '1',
    'kern-headers/c': '1',
  })
  made.commit('open', '2020-01-02', { VERSION: '1.0.50\n', 'hw/caps.c': 'CAP_ONE\nCAP_TWO_LONGER\n' })
  release('1.1.0', '2020-02-01', { 'hw/caps.c': 'CAP_ONE\nCAP_TWO\n' })
  made.commit('kern-headers: update to Kern 2.2', '2020-02-10', {
    'kern-headers/kern/x.h': header('K_ONE'),
    'kern-headers/a': '2',
    'kern-headers/b': '2',
    'kern-headers/c': '2',
  })
  made.commit('kern-headers: update to kern/next', '2020-02-11', { 'kern-headers/kern/x.h': header('K_ONE', 'K_TWO') })
  release('1.2.0', '2020-03-01', { 'hw/a.c': undefined, 'hw/new/a.c': 'feature {\n  .name = "two",\n}\n' })
  made.commit('kern-headers: update to Kern 2.3-rc2', '2020-03-10', {
    'kern-headers/kern/x.h': header('K_ONE', 'K_TWO', 'K_TRI'),
    'kern-headers/a': '3',
    'kern-headers/b': '3',
  })
  made.commit('kern-headers: update to Kern 2.4', '2020-03-12', {
    'kern-headers/kern/x.h': header('K_ONE', 'K_TWO', 'K_TRI', 'K_QUA'),
    'kern-headers/a': '4',
    'kern-headers/b': '4',
    'kern-headers/c': '4',
  })
  made.git('checkout', '-q', '-b', 'stable-1.1', 'v1.1.0')
  release('1.1.1', '2020-03-20', { 'hw/caps.c': 'CAP_ONE\nCAP_TWO\nCAP_BACK\n' })
  made.git('checkout', '-q', 'master')
  release('1.3.0', '2020-04-01', { 'hw/caps.c': 'CAP_TWO\nCAP_BACK\n' })
  put('sources/thing.yaml', source('thing', 'Thing', 'releases: {component: thing, tag: "v{version}"}'))
  put('sources/kern.yaml', source('kern', 'Kern', 'releases: {component: kern, tag: "v{version}"}'))
  put('releases/thing.yaml', line('thing', 'Thing', { '1.0': ['1.0.0'], '1.1': ['1.1.0', '1.1.1'], '1.2': ['1.2.0'], '1.3': ['1.3.0'], '1.4': ['1.4.0'] }))
  put('releases/kern.yaml', line('kern', 'Kern', { '2.1': ['2.1'], '2.2': ['2.2'], '2.3': ['2.3'], '2.4': ['2.4'] }))
})
afterAll(() => {
  made.remove()
  rmSync(root, { recursive: true, force: true })
})

function put(path: string, text: string): void {
  mkdirSync(dirname(join(content(), path)), { recursive: true })
  writeFileSync(join(content(), path), text)
}

const source = (name: string, title: string, more: string): string => `kind: source
id: sources/${name}
title: ${title}
summary: A made-up repository.
type: repository
names: [${name}]
${more}
`
/** Of releases that are looked at by date. */
const DATES: Readonly<Record<string, string>> = { '2.4': '2020-05-01' }
const line = (component: string, title: string, branches: Readonly<Record<string, readonly string[]>>): string => `kind: release-line
id: releases/${component}
title: ${title}
component: ${component}
summary: Made-up releases.
evidence: [{kind: test, what: made up, outcome: as stated, checked: 2026-01-01}]
branches:
${Object.entries(branches)
  .map(
    ([name, releases]) =>
      `  - {name: "${name}", releases: [${releases.map((version) => `{version: "${version}", date: ${DATES[version] ?? '2019-01-01'}}`).join(', ')}]}\n`,
  )
  .join('')}`

/** A feature with these statements: `component | versions | probe`, the last two in YAML. */
function feature(id: string, ...statements: readonly string[]): void {
  put(
    `features/${id}.md`,
    `---
kind: feature
id: ${id}
title: ${id}
summary: A made-up feature.
rely: It is made up.
surface: {kind: other, text: none}
control: {by: host, text: none}
values: {type: boolean}
support:
${statements
  .map((one) => {
    const [component, versions, probe] = one.split(' | ')
    return `  - component: ${component}
    value: true
${versions ? `    versions: ${versions}\n` : ''}${probe ? `    probe: ${probe}\n` : ''}    evidence: [{kind: test, what: made up, outcome: as stated, checked: 2026-01-01}]\n`
  })
  .join('')}---
`,
  )
}

function run(...words: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const env = { ...process.env, CANIMIGRATE_CONTENT: content(), CANIMIGRATE_DATA: join(root, 'data'), CANIMIGRATE_REPOS: '' }
  return new Promise((done) =>
    execFile(process.execPath, [resolve('bin/canimigrate.mjs'), ...words], { env }, (error, stdout, stderr) =>
      done({ status: error ? Number(error.code) : 0, stdout, stderr }),
    ),
  )
}

interface Data {
  readonly counts: { readonly all?: number; readonly claims: number; readonly areas: Readonly<Record<string, { readonly claims: number }>> }
  readonly claims: readonly {
    readonly record: string
    readonly outcome: string
    readonly why?: string
    readonly checks: readonly { readonly outcome: string; readonly text: string }[]
  }[]
}

const probe = (what: string): string => `{repo: sources/thing, means: implemented, ${what}}`
const caps = (symbol: string): string => probe(`path: hw/caps.c, symbol: ${symbol}`)
const copied = (symbol: string): string => `{repo: sources/thing, path: kern-headers/kern/x.h, symbol: ${symbol}, means: defined, copies: kern}`

/** Statement, outcome, and what is said. */
const CASES: Readonly<Record<string, readonly [string, string, RegExp]>> = {
  'b/introduced': [`thing | [{introduced: "1.1"}] | ${caps('CAP_TWO')}`, 'confirmed', /^found from 1\.1\.0$/],
  'b/too-late': [`thing | [{introduced: "1.2"}] | ${caps('CAP_TWO')}`, 'contradicted', /^found in 1\.1\.0 and 1 more; found from 1\.1\.0$/],
  'b/too-early': [`thing | [{introduced: "1.0"}] | ${caps('CAP_TWO')}`, 'contradicted', /^not found in 1\.0\.0; found from 1\.1\.0$/],
  'b/removed': [`thing | [{introduced: "1.0"}, {removed: "1.3"}] | ${caps('CAP_ONE')}`, 'confirmed', /^found in 1\.0\.0, the first, not from 1\.3\.0$/],
  'b/backport': [`thing | [{introduced: "1.1.1"}, {introduced: "1.3"}] | ${caps('CAP_BACK')}`, 'confirmed', /1\.1\.1/],
  'b/backport-forgotten': [`thing | [{introduced: "1.3"}] | ${caps('CAP_BACK')}`, 'contradicted', /^found in 1\.1\.1;/],
  'b/always': [`thing |  | ${probe('path: VERSION, expression: "^1"')}`, 'confirmed', /^found in 1\.0\.0, the first$/],
  'b/renamed': [
    `thing | [{introduced: "1.2"}] | ${probe('path: [hw/a.c, "hw/**/a.c"], expression: "feature \\\\{[^}]*\\"two\\""')}`,
    'confirmed',
    /from 1\.2\.0/,
  ],
  'b/absent': [`thing | [{introduced: "1.2"}] | ${probe('path: hw/a.c, symbol: old, absent: true')}`, 'confirmed', /from 1\.2\.0/],
  'b/both': [`thing | [{introduced: "1.1"}] | [${caps('CAP_TWO')}, ${caps('CAP_ONE')}]`, 'contradicted', /./],
  'b/by-event': [`thing | [{introduced: "1.0", probe: ${caps('CAP_ONE')}}, {removed: "1.3", probe: ${caps('CAP_ONE')}}] | `, 'confirmed', /./],
  'b/by-event-wrong': [`thing | [{introduced: "1.0", probe: ${caps('CAP_ONE')}}, {removed: "1.2", probe: ${caps('CAP_ONE')}}] | `, 'contradicted', /./],
  'b/announced': [`thing | [{introduced: "1.0"}, {deprecated: "1.3", probe: ${probe('path: VERSION, expression: "^1.3"')}}] | `, 'confirmed', /from 1\.3/],
  'b/to-come': [`thing | [{introduced: "1.4"}] | ${caps('CAP_NEXT')}`, 'unchecked', /^the clone ends with 1\.3\.0, before 1\.4$/],
  'b/no-line': [`machine |  | ${caps('CAP_ONE')}`, 'confirmed', /not from 1\.3\.0/],
  'b/number': [
    `thing | [{reserved: "1.1"}, {introduced: "1.3"}] | ${probe('path: hw/caps.c, symbol: CAP_TWO').replace('implemented', 'defined')}`,
    'confirmed',
    /1\.1\.0/,
  ],
  'c/bound': [
    `kern | [{reserved: "2.3"}, {introduced: "2.4"}] | ${copied('K_TWO')}`,
    'confirmed',
    /^later than 2\.2, not later than 2\.3 \(2\.3-rc2 has it\)$/,
  ],
  'c/early': [`kern | [{reserved: "2.2"}] | ${copied('K_TWO')}`, 'contradicted', /later than 2\.2/],
  'c/late': [`kern | [{introduced: "2.2"}] | ${copied('K_ONE')}`, 'contradicted', /^not later than 2\.1 \(2\.1-rc1 has it\)$/],
  'c/to-come': [`kern | [{introduced: "2.4"}] | ${copied('K_NEW')}`, 'unchecked', /^the copies end with 2\.4 of 2020-03-12$/],
  'c/unfinished': [
    `kern | [{introduced: "2.4"}] | ${copied('K_QUA')}`,
    'confirmed',
    /^from 2\.3 on \(2\.3-rc2 lacks it\), not later than 2\.4 \(2\.4 of 2020-03-12 has it\)$/,
  ],
  'c/half': [
    `kern | [{introduced: "2.3"}] | [${copied('K_TWO')}, {repo: sources/kern, path: x.c, symbol: X, means: implemented}]`,
    'unchecked',
    /^later than 2\.2/,
  ],
  'c/never': [`kern | [{introduced: "2.2"}] | ${copied('K_NEW')}`, 'contradicted', /./],
  'c/implementation': [`kern | [{introduced: "2.2"}] | ${copied('K_ONE').replace('defined', 'implemented')}`, 'unchecked', /numbers/],
  'c/no-clone': [`kern | [{introduced: "2.2"}] | {repo: sources/kern, path: x.c, symbol: X, means: implemented}`, 'unchecked', /^no clone of kern was given$/],
}

describe('verify', { timeout: 120_000 }, () => {
  beforeAll(() => {
    for (const [id, [statement]] of Object.entries(CASES)) feature(id, statement)
    feature('b/no-probe', 'thing | [{introduced: "1.1"}]')
    feature('b/no-claim', 'thing')
  })

  test('says of each claim what releases, or copies, show', async () => {
    const { status, stdout, stderr } = await run('verify', '--repo', `thing=${made.dir}`, '--json')
    expect([status, stderr]).toEqual([1, ''])
    const { claims, counts } = JSON.parse(stdout) as Data
    for (const [id, [, outcome, text]] of Object.entries(CASES)) {
      const found = claims.find(({ record }) => record === id)
      expect([id, found?.outcome]).toEqual([id, outcome])
      expect(`${id}: ${found?.checks.map((check) => check.text).join('\n')}`).toMatch(new RegExp(text.source.replace('^', ': '), 'm'))
    }
    expect(claims.find(({ record }) => record === 'b/no-probe')).toMatchObject({ outcome: 'unchecked', why: 'no probe', checks: [] })
    expect(claims.some(({ record }) => record === 'b/no-claim')).toBe(false)
    expect(counts.claims).toBe(claims.length)
    expect(counts.areas.c?.claims).toBe(9)
  })

  test('says the same again from what it kept, and anew where that is damaged', async () => {
    const words = ['verify', '--repo', `thing=${made.dir}`, '--json']
    const first = await run(...words)
    const kept = join(root, 'data', 'verify-thing.json')
    expect((await run(...words)).stdout).toBe(first.stdout)
    writeFileSync(kept, readFileSync(kept, 'utf8').replace('CAP_TWO', 'CAP_TOO'))
    expect((await run(...words)).stdout).toBe(first.stdout)
  })

  test('tells a person what is wrong, of which claim, and how many there are', async () => {
    const { stdout } = await run('verify', '--repo', `thing=${made.dir}`)
    expect(stdout).toContain('thing: 5 releases, 1.0.0 to 1.3.0 of 2020-04-01, HEAD')
    expect(stdout).toContain('  b/too-late  support.0  thing from 1.2: contradicted\n    thing: contradicted, found in 1.1.0 and 1 more; found from 1.1.0\n')
    expect(stdout).not.toContain('b/introduced')
    expect(stdout).toMatch(/^all +26 +12 +8 +3 +2 +1$/m)
  })

  test('looks at single records and areas, and goes well where nothing is contradicted', async () => {
    const one = await run('verify', 'b/introduced', '--repo', `thing=${made.dir}`)
    expect([one.status, one.stdout.includes('b/introduced  support.0  thing from 1.1: confirmed'), one.stdout.includes('b/removed')]).toEqual([0, true, false])
    expect((await run('verify', 'c', '--repo', `thing=${made.dir}`, '--json')).status).toBe(1)
  })

  test('refuses what it cannot take', async () => {
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /no clone is given/],
      [['--repo', 'thing=/nowhere'], /`\/nowhere` is no git repository/],
      [['--repo', `thnig=${made.dir}`], /did you mean `thing`/],
      [['b/introducd', '--repo', `thing=${made.dir}`], /did you mean `b\/introduced`/],
      [['b/introduced', '--record', '--repo', `thing=${made.dir}`], /leave the ids out/],
    ]
    for (const [words, message] of refused) {
      const { status, stdout, stderr } = await run('verify', ...words)
      expect([words, status, stdout]).toEqual([words, 2, ''])
      expect(stderr).toMatch(message)
    }
  })

  test('records what it found: records show it, and say when they changed since', async () => {
    const before = (await run('check', '--at', 'thing=1.1.0', '--json')).stdout
    const { stderr } = await run('verify', '--repo', `thing=${made.dir}`, '--record')
    expect(stderr).toContain('verified/thing.yaml')
    // What lint would refuse is here to see what `verify` makes of it.
    rmSync(join(content(), 'features/c/implementation.md'))
    expect((await run('lint')).stdout).toMatch(/no problems/)
    const today = new Date().toISOString().slice(0, 10)
    const shown = async (id: string): Promise<string> => (await run('show', id)).stdout.replace(/\s+/g, ' ')
    expect(await shown('b/introduced')).toContain(`checked ${today} against Thing 1.3.0: confirmed, found from 1.1.0`)
    expect(await shown('b/too-late')).toContain(`checked ${today} against Thing 1.3.0: NOT CONFIRMED, found in 1.1.0`)
    expect(await shown('b/no-probe')).not.toContain('checked')
    // What was found changes no answer.
    expect((await run('check', '--at', 'thing=1.1.0', '--json')).stdout).toBe(before)
    feature('b/introduced', `thing | [{introduced: "1.2"}] | ${caps('CAP_TWO')}`)
    expect(await shown('b/introduced')).toContain(`changed since it was checked against Thing 1.3.0 on ${today}`)
  })
})
