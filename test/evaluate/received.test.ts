import { describe, expect, it } from 'vitest'
import { buildKnowledge, evaluate } from '../../lib/evaluate/index.ts'
import type { Profile } from '../../lib/model/index.ts'
import { EVIDENCE, entry, LINES, profile } from '../fixtures/world.ts'

const knowledge = buildKnowledge([
  ...LINES,
  entry({
    title: 't',
    summary: 's',
    rely: 'r',
    surface: { kind: 'other', text: 't' },
    kind: 'feature',
    id: 'x/cap',
    control: { by: 'machine-option', text: 't', option: 'cap' },
    values: { type: 'enum', order: ['low', 'mid', 'high'] },
    support: [
      { component: 'cpu', when: { cpu: 'old' }, value: 'low', evidence: EVIDENCE },
      { component: 'cpu', when: { cpu: 'new' }, value: 'mid', evidence: EVIDENCE },
    ],
    migration: [
      {
        id: 'received',
        stage: 'stream',
        compare: 'dst>=src',
        when: { 'destination.qemu': '>=2.0' },
        encoding: { carried: { qemu: '>=3.0' } },
        lowered: { effect: 'refused' },
        raised: { effect: 'warned' },
        summary: 'taken for {received}',
        evidence: EVIDENCE,
      },
    ],
  }),
])

/** A profile that says all of the VM. */
function whole(text: string): Profile {
  return { ...profile(text), complete: true }
}

function outcome(from: string, to: string): { stream: string; effects: string[] } {
  const { stream, findings } = evaluate(knowledge, { source: whole(from), destination: whole(to) })
  return { stream, effects: findings.map(({ effect }) => effect) }
}

describe('a value that is sent only where it was set and is not the default', () => {
  it.each([
    ['new', 'new', 'accepted', 'nothing was set'],
    ['new cap=high', 'new', 'refused', 'it is sent, and is more than the destination has'],
    ['new cap=high', 'new cap=high', 'accepted', 'the destination has as much'],
    ['new cap=low', 'new', 'accepted', 'less is only warned of'],
    ['new', 'new cap=low', 'refused', 'the receiver takes its own default, mid, for what the source has'],
    ['old', 'new cap=low', 'refused', 'the source is as low as the destination, and nothing says so'],
    ['new cap=mid', 'old', 'accepted', 'the default is not sent, so the receiver takes its own for it'],
    ['old cap=mid', 'old', 'refused', 'the same value is no default there, and sent'],
  ])('%s to %s: %s, since %s', (from, to, stream) => {
    expect(outcome(`qemu=3.0 cpu=${from}`, `qemu=3.0 cpu=${to}`).stream).toBe(stream)
  })

  it('warns where the stream brings less', () => {
    expect(outcome('qemu=3.0 cpu=new cap=low', 'qemu=3.0 cpu=new')).toEqual({ stream: 'accepted', effects: ['warned'] })
  })

  it('refuses two sides that are alike where it never travels', () => {
    expect(outcome('qemu=2.0 cpu=new cap=low', 'qemu=2.0 cpu=new cap=low').stream).toBe('refused')
    expect(outcome('qemu=3.0 cpu=new cap=low', 'qemu=3.0 cpu=new cap=low').stream).toBe('accepted')
  })

  it('is refused by a version that has no place for it, and not compared', () => {
    expect(outcome('qemu=3.0 cpu=new cap=low', 'qemu=2.0 cpu=new')).toEqual({ stream: 'refused', effects: ['refused'] })
    expect(outcome('qemu=3.0 cpu=new cap=mid', 'qemu=2.0 cpu=new').stream).toBe('accepted')
  })

  it('says nothing of a version that compares nothing', () => {
    expect(outcome('qemu=2.0 cpu=new', 'qemu=1.0 cpu=new cap=low').stream).toBe('accepted')
  })

  it('needs to know the defaults only where they matter', () => {
    expect(outcome('qemu=3.0', 'qemu=3.0')).toEqual({ stream: 'accepted', effects: [] })
    expect(outcome('qemu=3.0 cap=low', 'qemu=3.0 cap=low').stream).toBe('unknown')
    expect(outcome('qemu=3.0', 'qemu=3.0 cap=low').stream).toBe('unknown')
  })

  it('proves what the receiver goes by', () => {
    const { findings } = evaluate(knowledge, { source: whole('qemu=3.0 cpu=old'), destination: whole('qemu=3.0 cpu=new cap=low') })
    expect(findings[0]?.summary).toBe('taken for mid')
    expect(JSON.stringify(findings[0]?.because)).toContain("takes its own default for the source's value")
  })
})
