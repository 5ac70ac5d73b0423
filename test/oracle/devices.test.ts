import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/index.ts'
import { parseSide } from '../../lib/input/index.ts'
import type { Answer, Knowledge, Profile } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

/** Pairs that were run with scripts/oracle/run.ts and QEMU 7.2, TCG, paused: what is around devices, such as buses, backends and memory. */
const scenarios = readFileSync(new URL('../fixtures/oracle/devices-7.2.ndjson', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { id: string; from: string; to: string; outcome: string })

let knowledge: Knowledge
beforeAll(async () => {
  knowledge = await projectKnowledge()
}, 60_000)

describe('devices, as QEMU 7.2 took them', () => {
  it.each(scenarios)('$id', ({ from, to, outcome }) => {
    expect(predicted(evaluate(knowledge, { source: side(from), destination: side(to), remedies: false }))).toBe(outcome)
  })
})

function side(words: string): Profile {
  const [program = '', ...rest] = words.split(' ')
  return parseSide({ cmdline: [program, '-nodefaults', '-display', 'none', '-accel', 'tcg', ...rest], host: 'qemu=7.2' }, { options: knowledge.options })
}

function predicted({ start, stream }: Answer): string {
  if (start.source === 'no') return 'src-refused-to-start'
  if (start.destination === 'no') return 'dst-refused-to-start'
  return stream === 'accepted' ? 'completed' : stream === 'refused' ? 'failed' : stream
}
