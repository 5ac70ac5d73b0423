import { randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compress, expand } from '../../lib/store/raw-bytes.ts'

const RAW = [
  '',
  'x',
  'Subject: [PATCH] KVM: PPC: multi-TCE\n\nbody\n',
  'repeated\n'.repeat(20_000),
  Buffer.from([...Array(256).keys()]),
  randomBytes(100_000),
].map((raw) => Buffer.from(raw))

test('what was compressed comes back, byte by byte', () => {
  for (const raw of RAW) expect(expand(compress(raw)).equals(raw)).toBe(true)
})

test('what earlier versions stored as raw deflate, of whatever level, comes back too', () => {
  for (const raw of RAW) for (const level of [0, 1, 3, 6, 9]) expect(expand(deflateRawSync(raw, { level, memLevel: 7 })).equals(raw)).toBe(true)
})
