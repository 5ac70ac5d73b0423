import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/index.ts'
import { parseSide } from '../../lib/input/index.ts'
import type { Knowledge, Profile } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

interface Scenario {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly outcome: string
}

let knowledge: Knowledge
beforeAll(async () => {
  knowledge = await projectKnowledge()
}, 60_000)

describe('devices, as QEMU 7.2 took them: what is around them, such as buses, backends and memory', () => {
  it.each(scenarios('devices-7.2'))('$id', ({ from, to, outcome }) => {
    const bare = (words: string) => words.replace(' ', ' -nodefaults -display none -accel tcg ')
    expect(predicted(bare(from), bare(to))).toBe(outcome)
  })
})

describe('one device, or one option of a machine, as QEMU 7.2 took it', () => {
  it.each(scenarios('alone-7.2'))('$id', ({ from, to, outcome }) => {
    expect(predicted(from, to)).toBe(outcome)
  })
})

/** Pairs that were run with scripts/oracle/run.ts and QEMU 7.2, TCG, paused. */
function scenarios(name: string): Scenario[] {
  const lines = readFileSync(new URL(`../fixtures/oracle/${name}.ndjson`, import.meta.url), 'utf8')
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Scenario)
}

function side(words: string): Profile {
  return parseSide({ cmdline: words.split(' '), host: 'qemu=7.2' }, { options: knowledge.options })
}

function predicted(from: string, to: string): string {
  const { start, stream } = evaluate(knowledge, { source: side(from), destination: side(to), remedies: false })
  if (start.source === 'no') return 'src-refused-to-start'
  if (start.destination === 'no') return 'dst-refused-to-start'
  return stream === 'accepted' ? 'completed' : stream === 'refused' ? 'failed' : stream
}
