import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { places } from '../../../lib/cli/context.ts'
import { main } from '../../../lib/cli/main.ts'
import { parseContent } from '../../../lib/content/load.ts'
import { lint } from '../../../lib/lint/index.ts'
import { captured } from '../../fixtures/captured.ts'
import { CLEAN } from '../../lint/fixture.ts'
import { writeArchive } from '../../pipeline/mail-archive.ts'

const run = (...argv: string[]) => captured(() => main(argv))
const dir = mkdtempSync(join(tmpdir(), 'draft-'))
const content = join(dir, 'content')
const before = { ...places }

const mail = (id: string, from: string, day: number, subject: string, text: string, answers?: string): string =>
  [
    `From: ${from}`,
    `Message-ID: <${id}@example.org>`,
    ...(answers === undefined ? [] : [`In-Reply-To: <${answers}@example.org>`, `References: <${answers}@example.org>`]),
    'List-Id: <some-list.example.org>',
    `Subject: ${subject}`,
    `Date: ${day} Jan 2020 10:00:00 +0000`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ].join('\n')

const SENTENCE = 'The wobble capability has to be enabled by userspace so that guests can be migrated to older hosts.'
const THREAD = [
  mail(
    'patch',
    'Ann Example <ann@example.org>',
    2,
    '[PATCH v2 1/1] KVM: Add a wobble',
    `This adds a new capability for the wobble, seen as ALPHA_CAP.\n\n---\n a.c | 1 +`,
  ),
  mail(
    'reply',
    '=?utf-8?q?Zo=C3=AB_Example?= <zoe@example.net>',
    3,
    'Re: [PATCH v2 1/1] KVM: Add a wobble',
    `On Thu, Ann Example <ann@example.org> wrote:\n> This adds a new capability for the wobble.\n\nNAK to the capability.\n\n${SENTENCE}\u001b[31m`,
    'patch',
  ),
  mail('third', 'Bob <bob@example.org>', 4, 'Re: [PATCH v2 1/1] KVM: Add a wobble', 'Thanks, looks good to me.', 'reply'),
  mail('other', 'Eve <eve@example.org>', 5, 'Re: KVM: something else', 'That would break migration from older QEMU.'),
]

beforeAll(async () => {
  places.data = join(dir, 'data')
  places.content = content
  for (const [path, text] of Object.entries(CLEAN)) {
    mkdirSync(join(content, path, '..'), { recursive: true })
    writeFileSync(join(content, path), text)
  }
  writeArchive(join(dir, 'list.git'), THREAD)
  expect(await run('ingest', '--json', join(dir, 'list.git'))).toMatchObject({ status: 0 })
}, 120_000)
afterAll(() => {
  Object.assign(places, before)
  rmSync(dir, { recursive: true, force: true })
})

/** The problems that a draft has in its folder of records. */
const problems = (path: string, text: string) => lint(parseContent(files({ [path]: text }))).filter(({ file }) => file === path)
const files = (more: Readonly<Record<string, string>>) =>
  Object.entries({ ...CLEAN, ...more, 'sources/some-list.yaml': LIST }).map(([path, text]) => ({ path, text }))
const LIST =
  'kind: source\nid: sources/some-list\ntitle: Some list\nsummary: A list.\nnames: [some-list, list]\nlinks: {message: "https://example.org/{message-id}"}\n'

/** What a person does. */
const fill = (text: string): string => text.replaceAll('TODO', 'Says it in other words.')

describe('positions', { timeout: 120_000 }, () => {
  test('lists what was found, newest message first, by record and by message', async () => {
    const all = JSON.parse((await run('positions', '--json')).stdout) as { messageId: string; stance: string; date: string }[]
    expect(all.map(({ messageId }) => messageId)).toEqual(['other@example.org', 'reply@example.org', 'reply@example.org', 'patch@example.org'])
    expect(all[0]).toMatchObject({ stance: 'against', date: '2020-01-05T10:00:00.000Z', author: { name: 'Eve' } })
    const { stdout } = await run('positions', '--message', 'reply@example.org')
    expect(stdout).toContain('2020-01-03  Re: [PATCH v2 1/1] KVM: Add a wobble  <reply@example.org>')
    expect(stdout).toMatch(/Zoë Example: objection, against; lines 4-4 \[nak\]/)
    expect((await run('positions', 'test/alpha', '--json')).status).toBe(1)
    expect(await run('positions', '--limit', '0')).toMatchObject({ status: 2, stderr: expect.stringMatching(/`--limit 0` is no number from 1 to 10000/) })
  })
})

describe('draft', { timeout: 120_000 }, () => {
  test.each(['policy', 'feature'] as const)('a %s is unfinished until a person has written what is marked; then nothing is wrong with it', async (kind) => {
    const out = join(dir, `out-${kind}`)
    const { status, stdout } = await run('draft', 'reply@example.org', '--kind', kind, '--id', 'test/wobble', '--out', out, '--json')
    expect(status).toBe(0)
    const made = JSON.parse(stdout) as { file: string; passages: string; positions: number; messages: number }
    const path = kind === 'policy' ? 'policies/test/wobble.md' : 'features/test/wobble.md'
    expect(made).toMatchObject({ file: join(out, path), messages: 3, positions: 3 })
    const text = readFileSync(made.file, 'utf8')
    const open = problems(path, text)
    expect(new Set(open.map(({ rule }) => rule))).toEqual(new Set(['unfinished']))
    expect(open.every(({ message }) => message.includes('still to be written'))).toBe(true)
    expect(open.length).toBe(text.split('TODO').length - 1)
    expect(problems(path, fill(text))).toEqual([])
  })

  test('each person has the positions that they wrote, cited by message and lines; nothing of what they said is in the record', async () => {
    const out = join(dir, 'out-cited')
    const { stdout } = await run('draft', '<reply@example.org>', '--out', out, '--json')
    const { id, file, passages } = JSON.parse(stdout) as { id: string; file: string; passages: string }
    expect(id).toBe('kvm-add-a-wobble')
    const { entries } = parseContent(files({ 'policies/kvm-add-a-wobble.md': readFileSync(file, 'utf8') }))
    const policy = entries.find(({ data }) => data.id === id)?.data
    expect(policy).toMatchObject({
      positions: [
        { id: 'example-1', person: 'Ann Example', date: '2020-01-02', evidence: [{ kind: 'mail', 'message-id': 'patch@example.org', lines: '1' }] },
        { id: 'example-2', person: 'Zoë Example', date: '2020-01-03', stance: 'against', evidence: [{ 'message-id': 'reply@example.org', lines: '4' }] },
        { id: 'example-3', person: 'Zoë Example', stance: 'condition', evidence: [{ lines: '6' }] },
      ],
      outcome: { evidence: [{ 'message-id': 'reply@example.org' }, { 'message-id': 'reply@example.org' }] },
      status: 'proposed',
    })
    const record = readFileSync(file, 'utf8')
    for (const word of ['has to be', 'NAK', 'This adds', 'looks good']) expect(record).not.toContain(word)
    const beside = readFileSync(passages, 'utf8')
    expect(beside).toContain(SENTENCE)
    expect(beside).not.toContain('\u001b')
  })

  test('a message in which no rule found anything is cited whole', async () => {
    const { stdout } = await run('draft', 'third@example.org', '--id', 'whole', '--out', join(dir, 'out-whole'), '--json')
    const record = readFileSync((JSON.parse(stdout) as { file: string }).file, 'utf8')
    expect(record).toMatch(
      /id: bob-1\n {4}person: "Bob"\n {4}date: "2020-01-04"\n {4}stance: report\n {4}text: TODO\n {4}evidence: \[\{[^}]*third@example\.org/,
    )
    expect(record.split('outcome:')[1]).toContain('third@example.org')
  })

  test('an id that YAML would take for a number is an id', async () => {
    const { stdout } = await run('draft', 'third@example.org', '--id', '2020', '--out', join(dir, 'out-number'), '--json')
    expect(new Set(problems('policies/2020.md', readFileSync((JSON.parse(stdout) as { file: string }).file, 'utf8')).map(({ rule }) => rule))).toEqual(
      new Set(['unfinished']),
    )
  })

  test('a record that is there is written over only when asked', async () => {
    const draft = () => run('draft', 'reply@example.org', '--id', 'again', '--out', join(dir, 'out-again'))
    expect(await draft()).toMatchObject({ status: 0 })
    expect(await draft()).toMatchObject({ status: 2, stderr: expect.stringMatching(/again\.md` is there; `--force` writes over it/) })
    expect(await run('draft', 'reply@example.org', '--id', 'again', '--out', join(dir, 'out-again'), '--force')).toMatchObject({ status: 0 })
  })

  test.each([
    [['draft', 'nobody@example.org'], /no message `nobody@example\.org` here/],
    [['draft', 'reply@example.org', '--kind', 'rule'], /`rule` cannot be drafted; `--kind` is policy or feature/],
    [['draft', 'reply@example.org', '--id', '../../etc/x'], /`\.\.\/\.\.\/etc\/x` is no id/],
  ])('%j says what is wrong', async (argv, message) => {
    expect(await run(...argv)).toMatchObject({ status: 2, stderr: expect.stringMatching(message) })
  })
})
