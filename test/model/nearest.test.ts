import { expect, it } from 'vitest'
import { nearest } from '../../lib/model/index.ts'

const WORDS = ['kvm', 'tcg', 'power9', 'haswell', 'skylake-sp', 'z13', 'zec12', 'pc-q35-7.2', 'q35']

it.each([
  ['powr9', 'power9'],
  ['Haswel', 'haswell'],
  ['skylake', 'skylake-sp'],
  ['pc-q53-7.2', 'pc-q35-7.2'],
  ['kmv', 'kvm'],
  ['q53', 'q35'],
  // Two edits of four letters are another word.
  ['zen2', undefined],
  ['vbox', undefined],
])('%s is meant for %s', (word, meant) => {
  expect(nearest(word, WORDS)).toBe(meant)
})
