import { beforeAll, describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/index.ts'
import { parseSide } from '../../lib/input/index.ts'
import type { Answer, Knowledge } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

let knowledge: Knowledge
beforeAll(async () => {
  knowledge = await projectKnowledge()
}, 60_000)

describe('a command line that names no machine', () => {
  it('is for the machine that its QEMU has by default, another in each release', () => {
    const answer = asked('qemu-system-x86_64 -m 1G', 'qemu=7.2', 'qemu=8.2')
    expect(answer.stream).toBe('refused')
    expect(answer.findings.map(({ summary }) => summary)).toContain("the receiver's machine is pc-i440fx-8.2, the stream is for pc-i440fx-7.2")
  })

  it('is taken as one that names it', () => {
    expect(asked('qemu-system-ppc64 -m 1G', 'qemu=7.2', 'qemu=7.2').stream).toBe('accepted')
    expect(asked('qemu-system-x86_64 -m 1G', 'qemu=7.2', 'qemu=8.2', 'qemu-system-x86_64 -m 1G -M pc-i440fx-7.2').stream).toBe('accepted')
  })

  it('does not start where there is no default', () => {
    expect(asked('qemu-system-aarch64 -m 1G', 'qemu=8.2', 'qemu=8.2').start).toEqual({ source: 'no', destination: 'no' })
  })
})

it("a machine that QEMU 7.2 has not is refused, but not one of a distribution's own QEMU 7.2", () => {
  expect(asked('qemu-system-x86_64 -M g3beige', 'qemu=7.2', 'qemu=7.2').start.source).toBe('no')
  for (const name of ['ubuntu', 'ubuntu-q35', 'pc-q35-lunar', 'pc-q35-rhel9.2.0'])
    expect(asked(`qemu-system-x86_64 -M ${name}`, 'qemu=7.2', 'qemu=7.2').start.source, name).not.toBe('no')
})

function asked(cmdline: string, from: string, to: string, other = cmdline): Answer {
  const side = (line: string, host: string) => parseSide({ cmdline: line, host }, { options: knowledge.options })
  return evaluate(knowledge, { source: side(cmdline, from), destination: side(other, to), remedies: false })
}
