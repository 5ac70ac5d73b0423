import { describe, expect, test } from 'vitest'
import { blocksOf } from '../../../lib/mail/index.ts'
import { positionsOf } from '../../../lib/mail/positions/positions-of.ts'
import { sentencesOf } from '../../../lib/mail/positions/sentences.ts'
import type { Mention, PatchInfo } from '../../../lib/model/index.ts'

const from = { name: 'Ann Example', address: 'ann@example.org' }

function positions(text: string, { mentions = [], patch }: { mentions?: readonly Mention[]; patch?: PatchInfo } = {}) {
  const message = { messageId: 'a@example.org', from, text, ...(patch && { patch }) }
  return positionsOf(message, blocksOf(message), mentions)
}

const mention = (record: string, name: string, line: number, where: Mention['where'] = 'own'): Mention => ({
  messageId: 'a@example.org',
  record,
  kind: 'alias',
  name,
  line,
  where,
  sentence: '',
})

describe('whose words', () => {
  test("only the sender's own words count, never what is quoted", () => {
    const found = positions(
      [
        'On Mon, Bob Example <bob@example.org> wrote:',
        '> This would break migration from older QEMU.',
        '',
        'I think that the capability must be disabled by default.',
        '',
        '> NAK, this is the ABI.',
      ].join('\n'),
    )
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ author: from, lines: [4, 4], stance: 'condition', messageId: 'a@example.org' })
  })

  test('a signature, trailers and a diff take no position', () => {
    const text = [
      'Fix the build.',
      '',
      'Nacked-by: NAK of the ABI <x@example.org>',
      '---',
      ' lib/a.c | 2 +-',
      'diff --git a/lib/a.c b/lib/a.c',
      '--- a/lib/a.c',
      '+++ b/lib/a.c',
      '@@ -1,1 +1,1 @@',
      '-/* This must not break the userspace ABI. */',
      '+/* The capability has to be enabled by userspace. */',
      '-- ',
      'We must never break migration from older QEMU.',
    ]
    expect(positions(text.join('\n'))).toEqual([])
  })

  test('a patch sent on for somebody else speaks for its author', () => {
    const text = 'From: Eve Example <eve@example.net>\n\nThe capability has to be enabled by userspace.\n'
    const patch: PatchInfo = { version: 1, title: 'a', diff: false, reply: false }
    expect(positions(text, { patch })[0]?.author).toEqual({ name: 'Eve Example', address: 'eve@example.net' })
    // In an answer, such a line is text like any other.
    expect(positions(text, { patch: { ...patch, reply: true } })[0]?.author).toEqual(from)
  })
})

describe('what is said', () => {
  test.each([
    ['That would break migration from older QEMU.', 'objection', 'against'],
    ['So NAK to this part of the ABI.', 'objection', 'against'],
    ['Existing guests must still see the capability.', 'requirement', 'condition'],
    ['The first interface is still supported as a hypercall.', 'promise', 'for'],
    ['This adds a new capability to control it.', 'decision', 'for'],
    ['Should the device tree say so?', 'question', 'question'],
  ])('%s', (text, kind, stance) => {
    expect(positions(text).map((position) => [position.kind, position.stance])).toEqual([[kind, stance]])
  })

  test('a question takes no side, whatever its words', () => {
    expect(positions('Would that break migration from older QEMU?')).toMatchObject([{ kind: 'question', stance: 'question' }])
  })

  test.each([
    'Thanks, applied.',
    'This does not break userspace when it is built with an old compiler, but the page cannot be migrated.',
    'All callers should be migrated to the new function.',
    'The guest crashes when the lock is taken twice.',
    'Please split the patch, it breaks the build.',
    'It fixes a race in the hypercall handler.',
  ])('nothing is found in: %s', (text) => {
    expect(positions(text).filter(({ kind }) => kind !== 'promise')).toEqual([])
  })
})

describe('sentences', () => {
  test('wrapped lines are one sentence, with the lines that it stands on', () => {
    const found = positions('Hello,\n\nso far so good. The capability has to be\nenabled by userspace (i.e. QEMU) before\nthe guest sees it. Thanks.\n')
    expect(found).toMatchObject([{ lines: [3, 5], sentence: 'The capability has to be enabled by userspace (i.e. QEMU) before the guest sees it.' }])
  })

  test('list items are sentences of their own', () => {
    const sentences = sentencesOf('- the ABI stays\n- the hypercall goes\n  with the next release\n1) the capability stays', 7)
    expect(sentences.map(({ text, lines }) => [text, lines])).toEqual([
      ['- the ABI stays', [7, 7]],
      ['- the hypercall goes with the next release', [8, 9]],
      ['1) the capability stays', [10, 10]],
    ])
  })

  test('abbreviations, versions and dots in names do not end a sentence', () => {
    const text = 'Some hosts, e.g. PowerVM, have it since v2. Users of QEMU 4.2.1 do not. The ABI stays.'
    expect(sentencesOf(text, 1).map((sentence) => sentence.text)).toEqual([
      'Some hosts, e.g. PowerVM, have it since v2. Users of QEMU 4.2.1 do not.',
      'The ABI stays.',
    ])
  })

  test('two of a kind that begin on one line are one', () => {
    expect(positions('NAK, this is the ABI. That would break migration.')).toHaveLength(1)
  })

  test('code, logs and tables are left out', () => {
    const text = [
      'The ABI stays.',
      '    if (migrate(must_not_break)) {',
      '[  12.345678] KVM: migration must not fail',
      '| ABI | ------ | 1.2.3 | ======== |',
      '[2/6] KVM: PPC: Add a new capability',
      '  KVM: PPC: Break the ABI',
      'root@host # qemu',
    ].join('\n')
    expect(sentencesOf(text, 1).map((sentence) => sentence.text)).toEqual(['The ABI stays.'])
  })
})

describe('records', () => {
  test("a position speaks of the records named in its sentence, else in its paragraph, and of nobody's else", () => {
    const text =
      'About wheel-mode. The capability must be disabled by default.\nHere spoke-mode must be enabled by userspace.\n\nThe ABI will never change, though hubs do.'
    const mentions = [mention('a/wheel', 'wheel-mode', 1), mention('a/spoke', 'spoke-mode', 2), mention('a/rim', 'rim-mode', 1, 'quoted')]
    expect(positions(text, { mentions }).map(({ records }) => records)).toEqual([['a/wheel', 'a/spoke'], ['a/spoke'], []])
  })

  test('a sentence that names a record is on a topic', () => {
    const text = 'For now, wheel-mode is disabled by default.'
    expect(positions(text)).toEqual([])
    expect(positions(text, { mentions: [mention('a/wheel', 'wheel-mode', 1)] })).toHaveLength(1)
  })
})
