import { expect, test } from 'vitest'
import { readLabels, splitOf } from './labels.ts'

const labels = readLabels()

test('150 messages are labelled, half of them with a position, half of them held out', () => {
  expect(new Set(labels.map((label) => label.messageId)).size).toBe(150)
  expect(labels.filter((label) => label.has).length).toBeGreaterThanOrEqual(70)
  expect(labels.filter((label) => !label.has).length).toBeGreaterThanOrEqual(70)
  for (const has of [true, false]) expect(labels.filter((label) => label.has === has && label.split === 'held-out').length).toBeGreaterThanOrEqual(35)
})

test('which half a message belongs to follows from its Message-ID alone', () => {
  expect(labels.filter((label) => label.split !== splitOf(label.messageId))).toEqual([])
})

test('a label with a position says which, where, and what in our own words', () => {
  for (const label of labels) {
    const said = [label.kind, label.stance, label.lines, label.words, label.gist].filter((part) => part !== undefined)
    expect(said, label.messageId).toHaveLength(label.has ? 5 : 0)
  }
})
