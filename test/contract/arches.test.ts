import { describe, expect, it } from 'vitest'
import { evaluate, validateQuestion } from '../../lib/evaluate/index.ts'
import { parseCmdline, parseShorthand, parseSide } from '../../lib/input/index.ts'
import type { Answer, Profile } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

const knowledge = await projectKnowledge()
const options = { options: knowledge.options }

/** A command line of QEMU 7.2 under TCG; `guest` says what runs in it. */
function started(arch: string, words: string, guest: string): Profile {
  const line = parseCmdline(`qemu-system-${arch} -nodefaults -accel tcg ${words}`, options)
  const host = parseShorthand(`qemu=7.2 ${guest}`, options)
  return { ...line, facts: { ...host.facts, ...line.facts } }
}

function outcomeOf({ start, stream, guest }: Answer): string {
  return start.source === 'no' ? 'source does not start' : start.destination === 'no' ? 'destination does not start' : `${stream} ${guest}`
}

function outcome(arch: string, from: string, to: string, guest = ''): string {
  return outcomeOf(evaluate(knowledge, { source: started(arch, from, guest), destination: started(arch, to, guest) }))
}

/** Each pair was run with two processes of QEMU 7.2 (TCG), paused before boot; what the guest would see is by QMP's properties. */
const RUNS = [
  ['x86_64', '-M pc-q35-7.2 -cpu Haswell', '-M pc-q35-7.2 -cpu Nehalem', 'accepted changed'],
  ['x86_64', '-M pc-q35-7.2 -cpu qemu64', '-M pc-q35-7.2', 'accepted unchanged'],
  ['x86_64', '-M pc-q35-7.2 -cpu max,-avx512f', '-M pc-q35-7.2 -cpu max', 'accepted unchanged'],
  ['x86_64', '-M pc-q35-7.2 -cpu qemu64,sse4_2=on', '-M pc-q35-7.2 -cpu qemu64,+sse4.2', 'accepted unchanged'],
  ['x86_64', '-M pc-q35-7.2 -cpu qemu64', '-M pc-q35-7.2 -cpu qemu64,-apic', 'refused unchanged'],
  ['x86_64', '-M pc-i440fx-7.2 -cpu 486', '-M pc-i440fx-7.2', 'accepted changed'],
  ['x86_64', '-M pc-i440fx-7.2 -cpu 486 -device virtio-rng-pci', '-M pc-i440fx-7.2 -device virtio-rng-pci', 'refused changed'],
  ['x86_64', '-M pc-q35-7.2 -cpu Haswell,enforce', '-M pc-q35-7.2', 'source does not start'],
  ['x86_64', '-M pc-q35-7.2 -cpu Nehalem,enforce', '-M pc-q35-7.2 -cpu Nehalem', 'accepted unchanged'],
  ['x86_64', '-M pc-q35-7.2', '-M pc-q35-7.2 -cpu qemu64,legacy-cache=off', 'destination does not start'],
  ['x86_64', '-M pc-q35-7.2', '-M pc-q35-7.2 -cpu qemu64,+nothing', 'destination does not start'],
  ['x86_64', '-M pc-q35-7.2', '-M pc-q35-7.2 -cpu haswell', 'destination does not start'],
  ['x86_64', '-M pc-q35-7.2 -cpu qemu64,tsc-frequency=1000000', '-M pc-q35-7.2 -cpu qemu64,tsc-frequency=2000000', 'refused unchanged'],
  ['x86_64', '-M pc-i440fx-2.5 -cpu qemu64,tsc-frequency=1000000', '-M pc-i440fx-2.5 -cpu qemu64,tsc-frequency=2000000', 'accepted changed'],
  ['x86_64', '-M pc-q35-7.2', '-M pc-q35-7.2,hpet=off', 'refused unchanged'],
  ['x86_64', '-M pc-q35-7.2,hpet=off', '-M pc-q35-7.2', 'accepted changed'],
  ['x86_64', '-M microvm', '-M microvm,hpet=off', 'destination does not start'],
  ['x86_64', '-M pc-q35-7.2 -smp 1', '-M pc-q35-7.2 -smp 2', 'accepted changed'],
  ['x86_64', '-M pc-q35-7.2 -smp 2', '-M pc-q35-7.2 -smp 1', 'refused unchanged'],
  ['x86_64', '-M pc-q35-7.2 -smp 2', '-M pc-q35-7.2 -smp 2,sockets=2', 'accepted changed'],
  ['x86_64', '-M pc-q35-5.2 -smp 2', '-M pc-q35-5.2 -smp 2,sockets=2', 'accepted unchanged'],
  ['x86_64', '-M pc-q35-7.2 -m 256', '-M pc-q35-7.2 -m 256,slots=2,maxmem=1G', 'refused changed'],
  ['x86_64', '-M pc-i440fx-2.0', '-M pc-i440fx-2.3', 'accepted changed'],
  ['x86_64', '-M pc-i440fx-2.3', '-M pc-i440fx-2.0', 'refused changed'],
  ['x86_64', '-M pc-i440fx-1.7', '-M pc-i440fx-2.0', 'refused changed'],
  ['aarch64', '-M virt-7.2 -cpu cortex-a57', '-M virt-7.2 -cpu cortex-a72', 'refused unchanged'],
  ['aarch64', '-M virt-7.2', '-M virt-7.2 -cpu cortex-a15', 'accepted unchanged'],
  ['aarch64', '-M virt-7.2 -cpu max', '-M virt-7.2 -cpu max,sve512=off', 'accepted changed'],
  ['aarch64', '-M virt-7.2 -cpu max', '-M virt-7.2 -cpu max,sve=off', 'refused unchanged'],
  ['aarch64', '-M virt-7.2 -cpu a64fx,sve=off', '-M virt-7.2 -cpu a64fx', 'accepted changed'],
  ['aarch64', '-M virt-7.2 -cpu cortex-a57,sve=off', '-M virt-7.2 -cpu cortex-a57', 'source does not start'],
  ['aarch64', '-M virt-7.2 -cpu cortex-a76 -smp 1', '-M virt-7.2 -cpu cortex-a76 -smp 2', 'accepted changed'],
  ['aarch64', '-M virt-7.2 -cpu cortex-a57 -smp 1', '-M virt-7.2 -cpu cortex-a57 -smp 2', 'refused unchanged'],
  ['aarch64', '-M virt-7.2,gic-version=3', '-M virt-7.2', 'refused unchanged'],
  ['aarch64', '-M virt-7.2 -smp 9', '-M virt-7.2', 'source does not start'],
  ['s390x', '-M s390-ccw-virtio-7.2 -cpu max', '-M s390-ccw-virtio-7.2 -cpu max,vx=off', 'accepted changed'],
  ['s390x', '-M s390-ccw-virtio-7.2 -cpu z13', '-M s390-ccw-virtio-7.2', 'source does not start'],
  ['s390x', '-M s390-ccw-virtio-7.2', '-M s390-ccw-virtio-7.1', 'refused changed'],
  ['riscv64', '-M virt', '-M virt -cpu rv64,v=on', 'accepted changed'],
  ['riscv64', '-M virt -cpu sifive-e51', '-M virt', 'refused changed'],
  ['riscv64', '-M spike -cpu sifive-e51', '-M spike', 'accepted unknown'],
  ['riscv64', '-M virt,aia=aplic', '-M virt', 'refused unchanged'],
  ['riscv64', '-M virt -smp 1', '-M virt -smp 2', 'refused unchanged'],
] as const

/** Likewise, with Linux 6.1 running. */
const GUESTS = [
  ['-M pc-q35-7.2 -cpu max', '-M pc-q35-7.2 -cpu max,-smap', 'accepted broken'],
  ['-M pc-q35-7.2 -cpu max', '-M pc-q35-7.2 -cpu max,-aes', 'accepted unknown'],
  ['-M pc-q35-7.2 -smp 1', '-M pc-q35-7.2 -smp 1,maxcpus=4', 'refused unchanged'],
  ['-M pc-i440fx-2.6 -smp 1', '-M pc-i440fx-2.6 -smp 1,maxcpus=4', 'accepted unchanged'],
  ['-M pc-q35-7.2 -m 256', '-M pc-q35-7.2,max-ram-below-4g=128M -m 256', 'accepted broken'],
] as const

describe('what real QEMU did on x86, Arm, s390x and RISC-V', () => {
  it.each(RUNS)('%s: %s to %s', (arch, from, to, expected) => expect(outcome(arch, from, to)).toBe(expected))
  it.each(GUESTS)('with Linux: %s to %s', (from, to, expected) => expect(outcome('x86_64', from, to, 'guest.linux=6.1')).toBe(expected))
})

it('a program that may be of any architecture is of that of its CPU model, where only x86 has it', () => {
  const side = parseSide(
    { cmdline: '/usr/bin/kvm -id 102 -nodefaults -cpu qemu64,+aes,enforce -m 512', host: 'qemu=7.1 linux=5.15' },
    { options: knowledge.options },
  )
  const { findings } = evaluate(knowledge, { source: side, destination: side, remedies: false })
  expect(findings.map(({ record }) => record).filter((id) => /^(ppc|rules\/(arm|s390x|ppc))\//.test(id))).toEqual([])
})

it.each([
  ['qemu-system-i386 -M pc-i440fx-7.2 -cpu qemu64 -m 512', 'qemu=7.2'],
  ['qemu-system-i386 -M pc -accel kvm -cpu host -m 512', 'qemu=7.2 linux=6.1 cpu=haswell'],
  ['qemu-system-aarch64 -M virt-7.2 -cpu cortex-a57 -m 512', 'qemu=7.2 linux=6.1 cpu=haswell'],
  ['qemu-system-x86_64 -M q35 -cpu qemu64 -m 512', 'qemu=7.2 linux=6.1 cpu=power9'],
])('a guest may be of another architecture than what its host or its models are for: %s', (cmdline, host) => {
  const side = parseSide({ cmdline, host }, options)
  expect(validateQuestion(knowledge, { source: side, destination: side })).toEqual([])
})
