import { expect, test } from 'vitest'
import { fixText, lint, RULES } from '../../lib/lint/index.ts'
import { CLEAN, loaded } from './fixture.ts'

const TODAY = '2026-02-01'
const ALPHA = 'features/test/alpha.md'
const MODES = 'features/test/modes.md'
const POLICY = 'policies/alpha-policy.md'
const WORDS = 'rules/test/words.md'
const LINUX = 'releases/linux.yaml'
const REPO = 'sources/repo.yaml'
const SOME = 'distributions/some.yaml'

interface Broken {
  readonly rule: string
  readonly file: string
  /** What is replaced in the clean file, and by what; the problem is expected on the line where `at` (default: the new text) stands. */
  readonly from: string
  readonly to: string
  readonly at?: string
  readonly expected: string
  readonly actual: string
}

const BROKEN: readonly Broken[] = [
  // What reading a file finds.
  { rule: 'unknown-key', file: ALPHA, from: 'rely: Yes.', to: 'rely: Yes.\nsumary: x', at: 'sumary', expected: 'summary', actual: 'sumary' },
  { rule: 'unknown-key', file: MODES, from: '{fixed: "6.1.3"}', to: '{fixd: "6.1.3"}', expected: 'fixed', actual: 'fixd' },
  {
    rule: 'bad-id',
    file: ALPHA,
    from: 'policies: [alpha-policy]',
    to: 'policies: [Alpha Policy]',
    expected: 'an id has lower-case letters, digits, `.`, `_`, `-`, and `/` between its parts',
    actual: 'Alpha Policy',
  },
  { rule: 'id-path', file: ALPHA, from: 'id: test/alpha\n', to: 'id: test/alfa\n', at: 'id: test/alfa', expected: 'test/alpha', actual: 'test/alfa' },
  {
    rule: 'schema',
    file: MODES,
    from: 'kind: hypercall',
    to: 'kind: hypercal',
    expected: 'one of hypercall, cpu-register, cpu-feature, device-tree, device, feature-flag, machine, time, memory, interrupt, other',
    actual: 'hypercal',
  },
  { rule: 'schema', file: MODES, from: '{broken: "6.1"}', to: '{broken: 6.1}', expected: 'text', actual: '6.1' },
  {
    rule: 'schema',
    file: ALPHA,
    from: 'when: {accel: kvm, kvm: hv}',
    to: 'when: {accel: kvm, kvm: \\"hv\\"}',
    expected: 'a text without quote marks and backslashes of its own, which no fact has',
    actual: '\\"hv\\"',
  },
  { rule: 'yaml', file: REPO, from: 'names: [emulator]', to: 'names: [emulator', at: 'links:', expected: 'YAML 1.2', actual: 'links:' },
  {
    rule: 'no-evidence',
    file: POLICY,
    from: '  evidence:\n    - {kind: commit, repo: sources/repo, commit: "0123456789", checked: 2026-01-02}',
    to: '  evidence: []',
    expected: 'at least one citation',
    actual: '[]',
  },
  // What a draft leaves open.
  { rule: 'unfinished', file: POLICY, from: 'question: Alpha or not?', to: 'question: TODO', expected: 'a text', actual: 'TODO' },
  { rule: 'unfinished', file: POLICY, from: 'Text.', to: 'TODO what led to it', expected: 'a text', actual: 'TODO what led to it' },
  // What stands between records, or in what the schema lets pass.
  {
    rule: 'no-evidence',
    file: ALPHA,
    from: '    status: unknown\n',
    to: '    value: broken\n',
    at: '    evidence: []',
    expected: 'at least one citation',
    actual: 'none',
  },
  {
    rule: 'part-class',
    file: WORDS,
    from: 'class: card',
    to: 'class: any-card',
    at: 'class: any-card\n    like',
    expected: 'a name that no other class has',
    actual: 'any-card',
  },
  { rule: 'part-class', file: WORDS, from: 'like: [any-card]', to: 'like: [any-cart]', at: 'like: [any-cart]', expected: 'any-card', actual: 'any-cart' },
  {
    rule: 'part-class',
    file: WORDS,
    from: 'section: card\n    evidence:\n      - {kind: source, repo: sources/repo, tag: v5.5, file: card.c, checked: 2026-01-02}',
    to: 'section: card',
    at: 'class: card',
    expected: 'at least one citation',
    actual: 'none',
  },
  { rule: 'dangling-reference', file: ALPHA, from: 'see-also: [test/modes]', to: 'see-also: [test/mods]', expected: 'test/modes', actual: 'test/mods' },
  { rule: 'dangling-reference', file: ALPHA, from: 'policies: [alpha-policy]', to: 'policies: [test/modes]', expected: 'a policy', actual: 'feature' },
  { rule: 'dangling-reference', file: ALPHA, from: ':record[test/modes]', to: ':record[test/modez]', expected: 'test/modes', actual: 'test/modez' },
  {
    rule: 'dangling-reference',
    file: ALPHA,
    from: ':cite[1234567890@example.org]',
    to: ':cite[emulatr:0123456789]',
    expected: 'emulator',
    actual: 'emulatr:0123456789',
  },
  { rule: 'dangling-reference', file: ALPHA, from: '{source.test/alpha}', to: '{source.test/alpa}', expected: 'test/alpha', actual: 'test/alpa' },
  {
    rule: 'dangling-reference',
    file: MODES,
    from: 'when: {test/alpha: {atLeast: workaround}}',
    to: 'when: {test/alpa: {atLeast: workaround}}',
    expected: 'test/alpha',
    actual: 'test/alpa',
  },
  {
    rule: 'dangling-reference',
    file: POLICY,
    from: 'features: [test/alpha]',
    to: 'features: [test/alpha, test/beta-gamma]',
    expected: 'a feature or rule',
    actual: 'test/beta-gamma',
  },
  {
    rule: 'dangling-reference',
    file: WORDS,
    from: 'sources/repo, tag: v5.5, file: a.c, checked: 2026-01-02}\nderive',
    to: 'sources/rep, tag: v5.5, file: a.c, checked: 2026-01-02}\nderive',
    at: 'sources/rep,',
    expected: 'sources/repo',
    actual: 'sources/rep',
  },
  { rule: 'dangling-reference', file: POLICY, from: 'list: some-list', to: 'list: sme-list', expected: 'some-list', actual: 'sme-list' },
  {
    rule: 'overlapping-ranges',
    file: ALPHA,
    from: '    status: unknown\n    evidence: []',
    to: '    status: unknown\n    evidence: []\n  - component: linux\n    when: {accel: kvm, kvm: [hv, pr]}\n    versions: [{introduced: "6.1"}]\n    value: workaround\n    evidence: [{kind: test, what: x, outcome: y, checked: 2026-01-02}]',
    at: '- component: linux\n    when: {accel: kvm, kvm: [hv, pr]}',
    expected: 'one value at 6.1.0',
    actual: 'fixed and workaround',
  },
  {
    rule: 'overlapping-ranges',
    file: MODES,
    from: '    value: [0]\n',
    to: '    value: [0, 2, 3]\n',
    at: '- component: linux\n    when: {test/alpha: {atLeast: workaround}, cpu',
    expected: 'one value at 5.5.0',
    actual: '[0,2,3] and [0,3]',
  },
  { rule: 'version-not-on-line', file: MODES, from: '{introduced: "5.5"}', to: '{introduced: "5.5.7"}', expected: '5.5 to 5.5.1', actual: '5.5.7' },
  { rule: 'version-not-on-line', file: MODES, from: 'destination.linux: "<5.5"', to: 'destination.linux: "<5.6"', expected: '5.4 to 6.1', actual: '5.6' },
  { rule: 'version-not-on-line', file: ALPHA, from: 'guest.linux: ">=5.5"', to: 'guest.linux: ">=5.9"', expected: '5.4 to 6.1', actual: '5.9' },
  { rule: 'version-not-on-line', file: WORDS, from: 'component: linux', to: 'component: lynux', at: 'removed', expected: 'linux', actual: 'lynux' },
  { rule: 'version-not-on-line', file: SOME, from: '"5.5.1"', to: '"5.5.7"', expected: '5.5 to 5.5.1', actual: '5.5.7' },
  { rule: 'version-not-on-line', file: SOME, from: 'ships: {linux:', to: 'ships: {lynux:', expected: 'linux', actual: 'lynux' },
  {
    rule: 'alias-collision',
    file: MODES,
    from: 'rely: No.',
    to: 'rely: No.\naliases: [ALPHA_FLAG]',
    at: 'aliases',
    expected: 'a name of this record only',
    actual: 'ALPHA_FLAG',
  },
  {
    rule: 'alias-collision',
    file: MODES,
    from: 'rely: No.',
    to: 'rely: No.\naliases: [alpha-policy]',
    at: 'aliases',
    expected: 'a name of this record only',
    actual: 'alpha-policy',
  },
  {
    rule: 'alias-in-mail',
    file: MODES,
    from: 'rely: No.',
    to: 'rely: No.\naliases: [{name: AB}]',
    at: 'aliases',
    expected: 'a name that mail can be looked through for',
    actual: 'AB',
  },
  {
    rule: 'alias-in-mail',
    file: MODES,
    from: 'rely: No.',
    to: 'rely: No.\naliases: [{name: ABC, alone: true, with: [modes]}]',
    at: 'aliases',
    expected: 'a name that mail can be looked through for',
    actual: 'ABC',
  },
  { rule: 'value-not-in-domain', file: ALPHA, from: 'value: fixed', to: 'value: fix', expected: 'one of broken, workaround, fixed', actual: 'fix' },
  { rule: 'value-not-in-domain', file: ALPHA, from: 'needs: workaround', to: 'needs: true', expected: 'one of broken, workaround, fixed', actual: 'true' },
  {
    rule: 'value-not-in-domain',
    file: ALPHA,
    from: '  option: cap-alpha\n',
    to: '  option: cap-alpha\n  values: {broken: broken, "on": full}\n',
    at: 'full',
    expected: 'one of broken, workaround, fixed',
    actual: 'full',
  },
  {
    rule: 'value-not-in-domain',
    file: ALPHA,
    from: 'set: {cap-alpha: broken}',
    to: 'set: {cap-alpha: "off"}',
    expected: 'one of broken, workaround, fixed',
    actual: 'off',
  },
  { rule: 'value-not-in-domain', file: ALPHA, from: 'kvm: pr}', to: 'kvm: p4}', expected: 'pr', actual: 'p4' },
  { rule: 'value-not-in-domain', file: MODES, from: '{contains: 3}', to: '{contains: 1}', expected: 'a list of 0, 2, 3', actual: '1' },
  { rule: 'unknown-fact', file: ALPHA, from: 'when: {accel: kvm}', to: 'when: {acel: kvm}', expected: 'accel', actual: 'acel' },
  {
    rule: 'unknown-fact',
    file: MODES,
    from: 'guest.uses.alpha-user',
    to: 'guest.uses.alpha-usr',
    expected: 'guest.uses.alpha-user',
    actual: 'guest.uses.alpha-usr',
  },
  { rule: 'unknown-fact', file: ALPHA, from: '{destination.linux}', to: '{destination.linx}', expected: 'linux', actual: 'linx' },
  {
    rule: 'cyclic-feature',
    file: ALPHA,
    from: 'when: {accel: kvm, kvm: hv}',
    to: 'when: {accel: kvm, kvm: hv, test/modes: {contains: 0}}',
    at: 'test/alpha: {atLeast',
    expected: 'no way back',
    actual: 'test/alpha → test/modes → test/alpha',
  },
  {
    rule: 'event-order',
    file: MODES,
    from: '{broken: "6.1"}, {fixed: "6.1.3"}',
    to: '{removed: "5.4"}',
    expected: 'introduced',
    actual: 'removed with nothing introduced before',
  },
  {
    rule: 'event-order',
    file: ALPHA,
    from: '{introduced: "5.4.1"}',
    to: '{introduced: "5.5.1"}',
    expected: 'removed or broken',
    actual: 'introduced after `introduced` in 5.5',
  },
  {
    rule: 'event-order',
    file: ALPHA,
    from: '{reserved: "5.4"}',
    to: '{deprecated: "5.4"}',
    expected: 'deprecated between introduced and removed',
    actual: 'deprecated where it is not there',
  },
  {
    rule: 'event-order',
    file: ALPHA,
    from: '{reserved: "5.4"}',
    to: '{reserved: "6.1"}',
    expected: 'reserved once, before introduced',
    actual: 'reserved after `introduced` in 5.5',
  },
  {
    rule: 'probe-place',
    file: ALPHA,
    from: '    value: fixed\n',
    to: '    value: fixed\n    probe: {repo: sources/rep, path: a.c, symbol: A_B, means: defined}\n',
    at: 'probe:',
    expected: 'sources/repo',
    actual: 'sources/rep',
  },
  {
    rule: 'probe-place',
    file: ALPHA,
    from: '    value: fixed\n',
    to: '    value: fixed\n    probe: {repo: sources/repo, path: a.c, symbol: A_B, means: defined, copies: linus}\n',
    at: 'probe:',
    expected: 'linux',
    actual: 'linus',
  },
  {
    rule: 'probe-place',
    file: ALPHA,
    from: '    value: fixed\n',
    to: '    value: fixed\n    probe: [{repo: sources/repo, path: a.c, symbol: A_B, means: implemented, copies: linux}]\n',
    at: 'probe:',
    expected: 'defined',
    actual: 'implemented',
  },
  {
    rule: 'unused-layer',
    file: ALPHA,
    from: '{component: linux, when: {accel: kvm}}',
    to: '{component: linux, when: {accel: kvm}}\n  - {component: machine}',
    at: 'component: machine',
    expected: 'linux',
    actual: 'machine',
  },
  {
    rule: 'unused-layer',
    file: MODES,
    from: 'support:\n',
    to: 'layers: [{component: linux}]\nsupport:\n  - {component: cpu, value: [2], evidence: [{kind: test, what: x, outcome: y, checked: 2026-01-02}]}\n',
    at: 'component: cpu',
    expected: 'linux',
    actual: 'cpu',
  },
  { rule: 'unknown-option', file: POLICY, from: '    option: option', to: '    option: opton', expected: 'option', actual: 'opton' },
  {
    rule: 'use-name-collision',
    file: MODES,
    from: 'clauses:\n',
    to: 'uses:\n  - {name: alpha-user, summary: x, needs: 3, without: {guest: broken}, evidence: [{kind: test, what: x, outcome: y, checked: 2026-01-02}]}\nclauses:\n',
    at: 'name: alpha-user',
    expected: 'a name of its own',
    actual: 'alpha-user',
  },
  {
    rule: 'duplicate-id',
    file: POLICY,
    from: '{id: option, text',
    to: '{id: expose, text',
    at: '{id: expose, text: By',
    expected: 'an id of its own',
    actual: 'expose',
  },
  {
    rule: 'evidence-in-future',
    file: WORDS,
    from: 'checked: 2026-01-02}\nderive',
    to: 'checked: 2026-03-04}\nderive',
    at: '2026-03-04',
    expected: 'at most 2026-02-01',
    actual: '2026-03-04',
  },
  {
    rule: 'evidence-in-future',
    file: POLICY,
    from: 'date: 2020-01-01, checked: 2026-01-02',
    to: 'date: 2020-01-01, checked: 2019-12-31',
    expected: 'at least 2020-01-01',
    actual: '2019-12-31',
  },
  { rule: 'release-order', file: LINUX, from: '{version: "5.5.1"}', to: '{version: "5.4.9"}', expected: '5.5.…', actual: '5.4.9' },
  { rule: 'release-order', file: LINUX, from: 'date: 2019-11-29', to: 'date: 2019-11-20', expected: 'at least 2019-11-24', actual: '2019-11-20' },
  {
    rule: 'condition-side',
    file: MODES,
    from: 'destination.linux: "<5.5"',
    to: 'linux: "<5.5"',
    expected: 'source.linux, destination.linux or boot.linux',
    actual: 'linux',
  },
  { rule: 'condition-side', file: ALPHA, from: 'when: {accel: kvm}', to: 'when: {source.accel: kvm}', expected: 'accel', actual: 'source.accel' },
  { rule: 'line-ends', file: REPO, from: 'title: Repository\n', to: 'title: Repository\r\n', at: 'title', expected: 'LF', actual: 'CRLF' },
  { rule: 'trailing-space', file: POLICY, from: 'scope: Everything.', to: 'scope: Everything. ', expected: 'the end of the line', actual: '" "' },
  {
    rule: 'formerly',
    file: POLICY,
    from: 'id: alpha-policy\n',
    to: 'id: alpha-policy\nformerly: [test/alpha]\n',
    at: 'formerly',
    expected: 'an id that is gone',
    actual: 'test/alpha',
  },
  { rule: 'final-newline', file: POLICY, from: 'Text.\n', to: 'Text.', expected: 'one newline', actual: 'none' },
]

test('the clean fixture has no problem', () => {
  expect(lint(loaded(), { today: TODAY })).toEqual([])
})

test.each(BROKEN)('$rule: $to', ({ rule, file, from, to, at = to, expected, actual }) => {
  const clean = CLEAN[file] ?? ''
  expect(clean).toContain(from)
  const text = clean.replace(from, to)
  const found = lint(loaded({ [file]: text }), { today: TODAY }).filter((problem) => problem.rule === rule)
  // A cycle is reported where it closes, in the other record.
  const [place, where] = rule === 'cyclic-feature' ? [MODES, CLEAN[MODES] ?? ''] : [file, text]
  expect(found).toMatchObject([{ file: place, line: where.slice(0, where.indexOf(at)).split('\n').length, expected, actual }])
  expect(found[0]?.message).toMatch(/^[^A-Z\n][^\n]*$/)
})

test('every rule has a broken fixture', () => {
  expect(RULES.map(({ id }) => id).filter((id) => id !== 'lost-id' && !BROKEN.some(({ rule }) => rule === id))).toEqual([])
})

test('an id that the history had is a record, or leads to one', () => {
  const deleted = ['features/test/gone.md', ALPHA, 'notes.txt']
  const problems = lint(loaded(), { deleted })
  expect(problems).toMatchObject([{ rule: 'lost-id', file: 'features/test/gone.md', actual: 'test/gone' }])
  expect(problems[0]?.message).toContain('`formerly: [test/gone]`')
  const moved = (CLEAN[ALPHA] as string).replace('id: test/alpha\n', 'id: test/alpha\nformerly: [test/gone]\n')
  expect(lint(loaded({ [ALPHA]: moved }), { deleted })).toEqual([])
})

test('what is gone leads to one record', () => {
  const both = Object.fromEntries([ALPHA, MODES].map((path) => [path, (CLEAN[path] as string).replace(/^(id: .*\n)/m, '$1formerly: [test/gone]\n')]))
  expect(lint(loaded(both))).toMatchObject([{ rule: 'formerly', file: MODES, actual: 'test/gone' }])
})

test('a record with a problem of its own does not make references to it dangle', () => {
  const rules = lint(loaded({ [MODES]: (CLEAN[MODES] ?? '').replace('title: Modes', 'titel: Modes') })).map(({ rule, file }) => `${file} ${rule}`)
  expect(rules).toEqual([`${MODES} unknown-key`])
})

test('problems come in the order of files and lines', () => {
  const problems = lint(loaded({ [POLICY]: 'x', [ALPHA]: (CLEAN[ALPHA] ?? '').replace('value: fixed', 'value: fix').replace('rely: Yes.', 'rely: Yes. ') }))
  expect(problems.map(({ file, line }) => [file, line])).toEqual(
    [...problems.map(({ file, line }) => [file, line] as const)].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1])),
  )
  expect(problems.length).toBeGreaterThan(2)
})

test('the parts of a set join and are no overlap', () => {
  const text = (CLEAN[MODES] ?? '').replace('value: [0, 3]', 'value: [3]')
  expect(lint(loaded({ [MODES]: text }))).toEqual([])
})

test('ranges that follow each other, and conditions that cannot hold together, are no overlap', () => {
  const statement = (when: string, versions: string, value: string) =>
    `  - {component: linux, when: ${when}, versions: ${versions}, value: ${value}, evidence: [{kind: test, what: x, outcome: y, checked: 2026-01-02}]}\n`
  const more =
    statement('{accel: kvm, kvm: pr}', '[{introduced: "5.4"}, {removed: "5.5"}]', 'workaround') +
    statement('{accel: kvm, kvm: pr}', '[{introduced: "5.5"}]', 'fixed') +
    statement('{accel: tcg, kvm: pr}', '[{introduced: "5.4"}]', 'broken')
  expect(lint(loaded({ [ALPHA]: (CLEAN[ALPHA] ?? '').replace('migration:\n', `${more}migration:\n`) }))).toEqual([])
})

test('a vendor build in a condition is no version of the line', () => {
  expect(lint(loaded({ [MODES]: (CLEAN[MODES] ?? '').replace('destination.linux: "<5.5"', 'destination.linux: "5.14.0-427.el9"') }))).toEqual([])
})

test('fixing leaves nothing to fix, and changes nothing else', () => {
  const path = POLICY
  const clean = CLEAN[path] ?? ''
  const messy = `${clean.replace('scope: Everything.', 'scope: Everything. \t').replaceAll('\n', '\r\n')}\r\n\r\n`
  expect(fixText(path, messy)).toBe(clean)
  expect(lint(loaded({ [path]: fixText(path, messy) }))).toEqual([])
  const broken = `${clean}\na  \nb  \n`
  expect(fixText(path, broken)).toBe(`${clean}\na  \nb\n`)
})
