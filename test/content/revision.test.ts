import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { revisionOf } from '../../lib/content/revision.ts'

test('a revision is the start of the SHA-256 of the text with LF', () => {
  const text = 'kind: source\nid: sources/ü\n'
  expect(revisionOf(text)).toBe(createHash('sha256').update(text).digest('hex').slice(0, 8))
  expect(revisionOf(text.replaceAll('\n', '\r\n'))).toBe(revisionOf(text))
  expect(revisionOf(text)).not.toBe(revisionOf(`${text}\n`))
})
