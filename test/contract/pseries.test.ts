import { describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/index.ts'
import { parseCmdline, parseShorthand } from '../../lib/input/index.ts'
import type { Answer, Profile } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

const knowledge = await projectKnowledge()
const options = { options: knowledge.options }

/** A command line of QEMU 7.2 under TCG; `guest` says what runs in it. */
function started(words: string, guest = ''): Profile {
  const line = parseCmdline(`qemu-system-ppc64 -nodefaults -accel tcg -m 256 ${words}`, options)
  const host = parseShorthand(`qemu=7.2 ${guest}`, options)
  return { ...line, facts: { ...host.facts, ...line.facts } }
}

function outcomeOf({ start, stream }: Answer): string {
  return start.source === 'no' ? 'source does not start' : start.destination === 'no' ? 'destination does not start' : stream
}

/** Each pair was run with two processes of QEMU 7.2 (TCG), paused before boot. */
const RUNS = [
  ['-M pseries-7.2,cap-cfpc=workaround', '-M pseries-7.2,cap-cfpc=broken', 'refused', 'the receiver assumes its default'],
  ['-M pseries-7.2,cap-ibs=broken', '-M pseries-7.2', 'accepted', 'less than the receiver has'],
  ['-M pseries-7.2,cap-vsx=off', '-M pseries-7.2,cap-vsx=on', 'accepted', 'less than the receiver has'],
  ['-M pseries-7.2', '-M pseries-7.2,cap-hpt-max-page-size=16M', 'accepted', 'less than the receiver has'],
  ['-M pseries-2.12,cap-hpt-max-page-size=64k', '-M pseries-2.12,cap-hpt-max-page-size=64k', 'refused', 'alike, but it never travels'],
  ['-M pseries-7.2,cap-rpt-invalidate=on', '-M pseries-7.2', 'source does not start', 'TCG has none'],
  ['-M pseries-2.11 -cpu power8', '-M pseries-2.11 -cpu power8', 'source does not start', 'HTM is on by default'],
  ['-M pseries-2.7', '-M pseries-2.7', 'accepted', 'its default CPU is a POWER7, so HTM is off'],
  ['-M pseries-7.2,cap-dfp=on -cpu power5+', '-M pseries-7.2', 'source does not start', 'no DFP before POWER7'],
  ['-M pseries-7.2 -cpu 970fx', '-M pseries-7.2', 'source does not start', 'no core of that model'],
  ['-M pseries-2.12', '-M pseries-2.12-sxxm', 'accepted', 'the name begins alike'],
  ['-M pseries-2.12-sxxm', '-M pseries-2.12', 'refused', 'the name is longer'],
  ['-M pseries-2.3,cap-htm=off', '-M pseries-2.4,cap-htm=off', 'refused', 'no configuration section'],
  ['-M pseries-2.4,cap-htm=off', '-M pseries-2.3,cap-htm=off', 'refused', 'a configuration section'],
  ['-M pseries-7.2,ic-mode=xics', '-M pseries-7.2,ic-mode=dual', 'accepted', 'XIVE is added'],
  ['-M pseries-7.2,ic-mode=dual', '-M pseries-7.2,ic-mode=xics', 'refused', 'XIVE is lost'],
  ['-M pseries-7.2,ic-mode=dual', '-M pseries-7.2,ic-mode=xive', 'refused', 'XICS is lost'],
  ['-M pseries-7.2 -smp 1,maxcpus=4', '-M pseries-7.2 -smp 2,maxcpus=4', 'accepted', 'a vCPU more'],
  ['-M pseries-7.2 -smp 2,maxcpus=4', '-M pseries-7.2 -smp 1,maxcpus=4', 'refused', 'a vCPU less'],
  ['-M pseries-7.2 -smp 1', '-M pseries-7.2 -smp 1,maxcpus=8', 'refused', 'XIVE has another length'],
  ['-M pseries-3.1 -smp 1,maxcpus=4', '-M pseries-3.1 -smp 1,maxcpus=8', 'accepted', 'no XIVE'],
  ['-M pseries-4.1 -smp 2', '-M pseries-4.1,vsmt=8 -smp 2', 'accepted', 'the default of that machine type'],
  ['-M pseries-4.1 -smp 2', '-M pseries-4.1,vsmt=1 -smp 2', 'refused', 'XIVE has another length'],
  ['-M pseries-2.2,cap-htm=off -smp 1,maxcpus=4', '-M pseries-2.2,cap-htm=off -smp 1,maxcpus=4', 'source does not start', 'no CPU hotplug'],
  ['-M pseries-7.2,max-cpu-compat=power8 -cpu power9', '-M pseries-7.2,max-cpu-compat=power8 -cpu power8', 'accepted', 'a level that both have'],
  ['-M pseries-7.2 -cpu power5gs', '-M pseries-7.2', 'refused', 'raw, and another PVR'],
  ['-M pseries-2.9,cap-htm=off,ic-mode=xics', '-M pseries-2.9,cap-htm=off', 'source does not start', 'its XICS is a legacy one'],
  ['-M pseries-4.0,nvdimm=on', '-M pseries-4.0', 'source does not start', 'no such option'],
] as const

describe('pseries machines that are paused before boot', () => {
  it.each(RUNS)('%s to %s: %s, since %s', (from, to, outcome) => {
    const answer = evaluate(knowledge, { source: started(from), destination: started(to), remedies: false })
    expect(outcomeOf(answer), JSON.stringify(answer.findings.map(({ claim, summary }) => [claim, summary]))).toBe(outcome)
  })
})

describe('what is offered against a refusal', () => {
  it.each([
    ['-M pseries-7.2', '-M pseries-7.2,cap-large-decr=off', 'cap-large-decr'],
    ['-M pseries-7.2,cap-ibs=fixed-ccd', '-M pseries-7.2', 'cap-ibs'],
    ['-M pseries-2.12-sxxm', '-M pseries-2.12', 'machine'],
    ['-M pseries-7.2,ic-mode=dual', '-M pseries-7.2,ic-mode=xics', 'ic-mode'],
  ])('%s to %s: %s', (from, to, knob) => {
    const { verdict, remedies } = evaluate(knowledge, { source: started(from), destination: started(to) })
    expect(verdict).toBe('no')
    expect(remedies.flatMap(({ changes }) => changes.map(({ set }) => set))).toContain(knob)
    expect(
      remedies.some(({ applies, verdict: after }) => applies === 'running' && after !== 'no'),
      JSON.stringify(remedies),
    ).toBe(true)
  })
})

describe('a Linux that runs', () => {
  it('moves up a generation in its level, though a paused machine would not', () => {
    const [from, to] = ['-M pseries-7.2 -cpu power9', '-M pseries-7.2 -cpu power10']
    expect(evaluate(knowledge, { source: started(from), destination: started(to) }).stream).toBe('refused')
    const guest = 'guest.linux=6.1'
    expect(evaluate(knowledge, { source: started(from, guest), destination: started(to, guest) })).toMatchObject({ verdict: 'yes', stream: 'accepted' })
  })

  it('aborts a receiver with a XIVE that the source has not', () => {
    const guest = 'guest.linux=6.1'
    const [from, to] = ['-M pseries-7.2,max-cpu-compat=power8 -cpu power9', '-M pseries-7.2 -cpu power9']
    const answer = evaluate(knowledge, { source: started(from, guest), destination: started(to, guest) })
    expect(answer.stream).toBe('refused')
    expect(answer.remedies.some(({ applies }) => applies === 'running')).toBe(true)
  })
})
