import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { blocksOf, openSource, parseMessage } from '../../../lib/mail/index.ts'
import { positionsOf } from '../../../lib/mail/positions/positions-of.ts'
import type { FoundPosition } from '../../../lib/model/index.ts'
import { REAL } from '../../pipeline/mail-archive.ts'
import { type Label, readLabels } from '../labels.ts'

/** What the rules find in the labelled messages in which they find something, by Message-ID. */
const found = new Map<string, readonly FoundPosition[]>()
const read = new Set<string>()
const directory = mkdtempSync(join(tmpdir(), 'positions-'))
const labels = readLabels()

describe.skipIf(!existsSync(REAL))(`labelled messages${existsSync(REAL) ? '' : ` (skipped: ${REAL} is not there)`}`, () => {
  beforeAll(async () => {
    const repository = join(directory, 'list.git')
    execFileSync('git', ['clone', '-q', '--bare', REAL, repository])
    const source = await openSource(repository)
    if ('problem' in source) throw new Error(source.problem)
    const wanted = new Set(labels.map(({ messageId }) => messageId))
    for await (const { message: raw } of source.read('')) {
      if (raw === undefined) continue
      const message = await parseMessage(raw)
      if (!wanted.has(message.messageId)) continue
      read.add(message.messageId)
      const positions = positionsOf(message, blocksOf(message))
      if (positions.length > 0) found.set(message.messageId, positions)
    }
  }, 120_000)

  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  test('all of them are in the archive', () => {
    expect(labels.filter(({ messageId }) => !read.has(messageId))).toEqual([])
  })

  test('what rules were not made on is found with precision of at least 0.8 at a recall of at least 0.5', () => {
    const [tune, heldOut] = (['tune', 'held-out'] as const).map((split) => measure(split))
    console.log(`positions by message: ${[tune, heldOut].map((figures) => figures?.text).join('; ')}`)
    expect(heldOut?.precision).toBeGreaterThanOrEqual(0.8)
    expect(heldOut?.recall).toBeGreaterThanOrEqual(0.5)
  })
})

function measure(split: Label['split']) {
  const chosen = labels.filter((label) => label.split === split)
  const right = chosen.filter(({ has, messageId }) => has && found.has(messageId)).length
  const precision = right / chosen.filter(({ messageId }) => found.has(messageId)).length
  const recall = right / chosen.filter(({ has }) => has).length
  // Not only the right message but the right lines, and the same stance there.
  const there = chosen.flatMap(({ messageId, lines, stance }) => {
    const near = (found.get(messageId) ?? []).filter((position) => lines && position.lines[0] <= lines[1] && position.lines[1] >= lines[0])
    return near.length > 0 ? [near.some((position) => position.stance === stance)] : []
  })
  const places = `${there.length} of ${right} at the labelled lines, ${there.filter(Boolean).length} of them with the labelled stance`
  return { precision, recall, text: `${split} precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, ${chosen.length} messages, ${places}` }
}
