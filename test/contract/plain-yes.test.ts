import { expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/index.ts'
import { parseShorthand, parseSide } from '../../lib/input/index.ts'
import type { Verdict } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

const knowledge = await projectKnowledge()
const options = { options: knowledge.options }

/** A wrong yes costs somebody a guest, a wrong unknown the use of the tool: what must be a plain yes, and what must not. */
type Case = readonly [from: string, to: string, verdict: Verdict | 'not yes']

const x86 = (more: string): string => `arch=x86_64 accel=kvm qemu=7.2 linux=6.1 ${more}`
const arm = (more: string): string => `arch=aarch64 accel=kvm qemu=7.2 ${more}`
const s390 = (more: string): string => `arch=s390x accel=kvm qemu=7.2 linux=6.1 ${more}`

const X86_HOSTS: readonly Case[] = [
  // The same CPU on both sides.
  [x86('cpu=haswell vcpu=Haswell'), x86('cpu=haswell'), 'yes'],
  [x86('cpu=haswell vcpu=host'), x86('cpu=haswell'), 'yes'],
  [x86('cpu=haswell'), x86('cpu=haswell'), 'yes'],
  [x86('cpu=haswell vcpu=Haswell,+md-clear,+ssbd'), x86('cpu=haswell'), 'yes'],
  [x86('cpu=epyc-milan vcpu=EPYC-Milan'), x86('cpu=epyc-milan'), 'yes'],
  // A model that a later CPU holds.
  [x86('cpu=haswell vcpu=Nehalem'), x86('cpu=nehalem'), 'yes'],
  [x86('cpu=haswell vcpu=Nehalem'), x86('cpu=skylake-server'), 'yes'],
  [x86('cpu=haswell vcpu=Haswell'), x86('cpu=broadwell'), 'yes'],
  [x86('cpu=haswell vcpu=Haswell-noTSX-IBRS'), x86('cpu=icelake-server'), 'yes'],
  [x86('cpu=broadwell vcpu=Haswell'), x86('cpu=haswell'), 'yes'],
  [x86('cpu=skylake-server vcpu=Skylake-Server,-hle,-rtm'), x86('cpu=cascadelake-server'), 'yes'],
  [x86('cpu=epyc vcpu=EPYC'), x86('cpu=epyc-rome'), 'yes'],
  [x86('cpu=epyc-rome vcpu=EPYC-Rome'), x86('cpu=epyc-genoa'), 'yes'],
  [x86('cpu=haswell vcpu=qemu64'), x86('cpu=skylake-server'), 'yes'],
  // What KVM gives on every CPU.
  [x86('cpu=haswell vcpu=Haswell,+kvm_pv_eoi,hv-relaxed=on,hv-vapic=on,+x2apic,+tsc-deadline'), x86('cpu=broadwell'), 'yes'],
  ['arch=x86_64 accel=kvm qemu=9.0 cpu=sapphirerapids vcpu=SapphireRapids', 'arch=x86_64 accel=kvm qemu=9.0 cpu=graniterapids', 'yes'],
  // Another vendor.
  [x86('cpu=haswell vcpu=Haswell'), x86('cpu=epyc-rome'), 'not yes'],
  [x86('cpu=epyc-rome vcpu=EPYC-Rome'), x86('cpu=skylake-server'), 'not yes'],
  [x86('cpu=haswell vcpu=kvm64'), x86('cpu=epyc'), 'conditional'],
  [x86('cpu=haswell'), x86('cpu=epyc'), 'conditional'],
  [x86('cpu=haswell vcpu=kvm64,vendor=GenuineIntel'), x86('cpu=epyc'), 'yes'],
  [x86('cpu=epyc vcpu=host'), x86('cpu=dhyana'), 'not yes'],
  // A model that the CPU may not hold, or does not.
  [x86('cpu=skylake-server vcpu=Skylake-Server'), x86('cpu=haswell'), 'conditional'],
  [x86('cpu=icelake-server vcpu=Icelake-Server'), x86('cpu=cascadelake-server'), 'unknown'],
  [x86('cpu=cascadelake-server vcpu=Cascadelake-Server'), x86('cpu=skylake-server'), 'not yes'],
  [x86('cpu=epyc-milan vcpu=EPYC-Milan'), x86('cpu=epyc-rome'), 'unknown'],
  ['arch=x86_64 accel=kvm qemu=9.0 cpu=sapphirerapids vcpu=SapphireRapids', 'arch=x86_64 accel=kvm qemu=9.0 cpu=icelake-server', 'unknown'],
  ['arch=x86_64 accel=kvm qemu=9.0 cpu=epyc-genoa vcpu=EPYC-Genoa', 'arch=x86_64 accel=kvm qemu=9.0 cpu=epyc-milan', 'unknown'],
  ['arch=x86_64 accel=kvm qemu=9.0 cpu=haswell vcpu=Tomorrow', 'arch=x86_64 accel=kvm qemu=9.0 cpu=broadwell', 'unknown'],
  // What KVM gives of its own, taken out on one side.
  [x86('cpu=haswell vcpu=Haswell,-kvmclock'), x86('cpu=haswell vcpu=Haswell'), 'conditional'],
  [x86('cpu=haswell vcpu=Haswell'), x86('cpu=haswell vcpu=Haswell,kvmclock=off'), 'conditional'],
  [x86('cpu=haswell vcpu=Haswell,-kvm_steal_time'), x86('cpu=haswell vcpu=Haswell'), 'conditional'],
  [x86('cpu=haswell vcpu=Haswell,-kvm_steal_time'), x86('cpu=haswell vcpu=Haswell,-kvm-steal-time'), 'yes'],
  // Features beyond the model.
  [x86('cpu=haswell vcpu=Haswell,+md-clear'), x86('cpu=broadwell'), 'unknown'],
  [x86('cpu=haswell vcpu=Haswell,stibp=on'), x86('cpu=broadwell'), 'unknown'],
  [x86('cpu=skylake-server vcpu=qemu64,+avx2'), x86('cpu=nehalem'), 'conditional'],
  [x86('cpu=skylake-server vcpu=Haswell,+avx512f'), x86('cpu=sierraforest'), 'unknown'],
  // Hosts of which nothing is said.
  [x86(''), x86(''), 'unknown'],
  [x86('vcpu=host'), x86(''), 'unknown'],
  [x86('vcpu=kvm64'), x86(''), 'unknown'],
  [x86('cpu=haswell vcpu=Haswell'), x86(''), 'unknown'],
  // TCG asks no host.
  ['arch=x86_64 accel=tcg qemu=7.2 vcpu=Nehalem', 'arch=x86_64 accel=tcg qemu=7.2', 'yes'],
  ['arch=x86_64 accel=tcg qemu=7.2', 'arch=x86_64 accel=tcg qemu=7.2', 'yes'],
]

const ARM_HOSTS: readonly Case[] = [
  [arm('cpu=neoverse-n1 vcpu=host machine=virt-7.2 linux=6.1'), arm('cpu=neoverse-n1 linux=6.1'), 'yes'],
  [arm('cpu=neoverse-n1 vcpu=host machine=virt-7.2 linux=6.8'), arm('cpu=neoverse-n1 linux=6.9'), 'yes'],
  [arm('cpu=cortex-a72 vcpu=host machine=virt-7.2 linux=6.1'), arm('cpu=neoverse-n1 linux=6.1'), 'no'],
  [arm('cpu=neoverse-v1 vcpu=max machine=virt-7.2 linux=6.18'), arm('cpu=neoverse-n2 linux=6.18'), 'no'],
  [arm('machine=virt-7.2 vcpu=host linux=6.1'), arm('linux=6.1'), 'unknown'],
  [arm('cpu=neoverse-n1 machine=virt-7.2 vcpu=host linux=6.1'), arm('linux=6.1'), 'unknown'],
  [arm('cpu=neoverse-n1 vcpu=host machine=virt-7.2 linux=6.1'), arm('cpu=neoverse-n1'), 'unknown'],
  [arm('cpu=neoverse-n1 vcpu=host machine=virt-7.2 linux=6.9'), arm('cpu=neoverse-n1 linux=6.8'), 'not yes'],
  [arm('cpu=neoverse-n1 vcpu=host machine=virt-7.2 linux=6.0'), arm('cpu=neoverse-n1 linux=6.1'), 'unknown'],
  [arm('cpu=neoverse-n1 vcpu=host machine=virt-7.2 linux=6.6'), arm('cpu=neoverse-n1 linux=6.14'), 'no'],
  ['arch=aarch64 accel=tcg qemu=7.2 machine=virt-7.2 vcpu=cortex-a57', 'arch=aarch64 accel=tcg qemu=7.2', 'yes'],
]

const S390_HOSTS: readonly Case[] = [
  [s390('cpu=z15'), s390('cpu=z15'), 'yes'],
  [s390('cpu=z15 vcpu=z14'), s390('cpu=z14'), 'yes'],
  [s390('cpu=z14 vcpu=z14-base'), s390('cpu=z16'), 'yes'],
  [s390('cpu=z15'), s390('cpu=z14'), 'conditional'],
  [s390('cpu=z15 vcpu=host'), s390('cpu=z16'), 'conditional'],
  [s390('cpu=z15 vcpu=gen15a'), s390('cpu=z14'), 'no'],
  [s390('cpu=z14 vcpu=z14'), s390('cpu=z13'), 'no'],
  [s390('cpu=z14 vcpu=z14'), s390(''), 'unknown'],
  [s390(''), s390(''), 'unknown'],
  [s390('cpu=z15 vcpu=gen15a-base,vxpdeh=on,cmmnt=on'), s390('cpu=z15'), 'yes'],
  [s390('cpu=z15 vcpu=gen15a-base,vxpdeh=on,cmmnt=on'), s390('cpu=z16'), 'unknown'],
  ['arch=s390x accel=tcg qemu=7.2', 'arch=s390x accel=tcg qemu=7.2', 'yes'],
]

const ELSEWHERE: readonly Case[] = [
  ['arch=riscv64 accel=kvm qemu=8.2 linux=6.6', 'arch=riscv64 accel=kvm qemu=8.2 linux=6.6', 'unknown'],
  ['arch=loongarch64 accel=kvm qemu=9.0', 'arch=loongarch64 accel=kvm qemu=9.1', 'unknown'],
  ['arch=mips64 accel=kvm qemu=7.2', 'arch=mips64 accel=kvm qemu=7.2', 'unknown'],
  ['arch=riscv64 accel=tcg qemu=7.2', 'arch=riscv64 accel=tcg qemu=7.2', 'yes'],
]

const DEVICES: readonly Case[] = [
  [x86('cpu=haswell vcpu=Haswell machine=pc-q35-7.2 device=virtio-net-pci'), x86('cpu=haswell'), 'yes'],
  [x86('cpu=haswell vcpu=Haswell machine=pc-q35-7.2 device=virtio-9p-pci,fsdev=f,mount_tag=t'), x86('cpu=haswell'), 'conditional'],
  [x86('cpu=haswell vcpu=Haswell machine=pc-q35-7.2 device=usb-host,hostbus=1'), x86('cpu=haswell'), 'conditional'],
  [x86('cpu=haswell vcpu=Haswell machine=pc-q35-7.2 device=vhost-vsock-pci,guest-cid=3'), x86('cpu=haswell'), 'conditional'],
  [x86('cpu=haswell vcpu=Haswell machine=pc-q35-7.2 device=vhost-user-blk-pci,chardev=c'), x86('cpu=haswell'), 'unknown'],
  [
    'arch=x86_64 accel=kvm qemu=9.0 linux=6.6 cpu=haswell machine=pc-q35-7.2 device=vfio-pci,host=01:00.0',
    'arch=x86_64 accel=kvm qemu=9.0 linux=6.6 cpu=haswell',
    'unknown',
  ],
  [x86('cpu=epyc-milan vcpu=EPYC-Milan memory-encryption=sev0'), x86('cpu=epyc-milan'), 'unknown'],
  [arm('cpu=neoverse-v1 vcpu=host machine=virt-7.2 linux=6.1 virtualization=on'), arm('cpu=neoverse-v1 linux=6.1'), 'no'],
]

const VERSIONS: readonly Case[] = [
  ['arch=x86_64 accel=tcg qemu=7.2 machine=pc-q35-rhel9.2.0', 'arch=x86_64 accel=tcg qemu=8.2', 'unknown'],
  // Kernels show what they know of a CPU.
  [x86('cpu=haswell vcpu=Haswell'), 'arch=x86_64 accel=kvm qemu=7.2 linux=5.10 cpu=haswell', 'yes'],
  [x86('cpu=icelake-server vcpu=Icelake-Server'), 'arch=x86_64 accel=kvm qemu=7.2 linux=5.10 cpu=icelake-server', 'yes'],
  [x86('cpu=icelake-server vcpu=Icelake-Server'), 'arch=x86_64 accel=kvm qemu=7.2 linux=4.9 cpu=icelake-server', 'unknown'],
  [x86('cpu=icelake-server vcpu=host'), 'arch=x86_64 accel=kvm qemu=7.2 linux=5.4 cpu=icelake-server', 'unknown'],
  [x86('cpu=icelake-server vcpu=host machine=pc-q35-7.2'), 'arch=x86_64 accel=kvm qemu=9.0 linux=6.6 cpu=icelake-server', 'yes'],
  [
    'arch=x86_64 accel=kvm qemu=9.0 linux=6.6 vcpu=SapphireRapids cpu=sapphirerapids',
    'arch=x86_64 accel=kvm qemu=9.0 linux=5.10 cpu=sapphirerapids',
    'unknown',
  ],
  ['arch=x86_64 accel=kvm qemu=7.2 linux=6.1 vcpu=Haswell,hv-evmcs=on,hv-vapic=on cpu=haswell', 'arch=x86_64 accel=kvm qemu=7.2 linux=4.15 cpu=haswell', 'no'],
  // Guests of a guest.
  [x86('cpu=haswell vcpu=Haswell,+vmx'), x86('cpu=haswell'), 'yes'],
  [x86('cpu=haswell vcpu=Haswell,+vmx'), x86('cpu=broadwell'), 'unknown'],
  [x86('cpu=haswell vcpu=Haswell,+vmx'), 'arch=x86_64 accel=kvm qemu=7.2 linux=4.15 cpu=haswell', 'conditional'],
  ['arch=x86_64 accel=kvm qemu=4.0 linux=5.0 vcpu=Haswell,+vmx cpu=haswell', 'arch=x86_64 accel=kvm qemu=4.0 linux=5.0 cpu=haswell', 'no'],
  ['arch=x86_64 accel=kvm qemu=5.0 linux=5.4 vcpu=EPYC cpu=epyc machine=pc-q35-5.0', 'arch=x86_64 accel=kvm qemu=5.0 linux=5.4 cpu=epyc', 'conditional'],
  // What a property takes from the host.
  [x86('cpu=haswell vcpu=Haswell,pmu=on'), x86('cpu=haswell'), 'yes'],
  [x86('cpu=haswell vcpu=Haswell,pmu=on'), x86('cpu=broadwell'), 'unknown'],
  [x86('cpu=haswell vcpu=Haswell,host-phys-bits=on'), x86('cpu=broadwell'), 'unknown'],
  [x86('cpu=haswell vcpu=Haswell,+invtsc,tsc-frequency=2400000000'), x86('cpu=haswell'), 'unknown'],
  [x86('cpu=haswell vcpu=host,migratable=off'), x86('cpu=haswell'), 'unknown'],
  // Accelerators that no other record speaks of.
  ['arch=x86_64 accel=whpx qemu=7.2 machine=pc-q35-7.2', 'arch=x86_64 accel=whpx qemu=7.2', 'no'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=pc-q35-7.2', 'arch=x86_64 accel=nvmm qemu=7.2', 'unknown'],
  ['arch=aarch64 accel=hvf qemu=7.2 machine=virt-7.2 vcpu=cortex-a57', 'arch=aarch64 accel=hvf qemu=7.2', 'unknown'],
  // Machines without versions.
  ['arch=x86_64 accel=tcg qemu=7.2 machine=microvm', 'arch=x86_64 accel=tcg qemu=7.2', 'yes'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=microvm', 'arch=x86_64 accel=tcg qemu=9.0', 'unknown'],
  ['arch=riscv64 accel=tcg qemu=7.2 machine=virt', 'arch=riscv64 accel=tcg qemu=9.2', 'unknown'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=pc-q35-7.2', 'arch=x86_64 accel=tcg qemu=9.0', 'yes'],
  ['arch=aarch64 accel=tcg qemu=7.2 machine=virt-7.2 vcpu=max', 'arch=aarch64 accel=tcg qemu=9.2', 'unknown'],
  // A short name is another machine in each release.
  ['arch=aarch64 accel=tcg machine=virt', 'arch=aarch64 accel=tcg qemu=9.0', 'unknown'],
  ['arch=x86_64 accel=kvm linux=5.10 cpu=haswell machine=q35 vcpu=Haswell', 'arch=x86_64 accel=kvm linux=5.10 cpu=haswell qemu=6.2', 'unknown'],
  ['arch=x86_64 accel=kvm linux=5.10 cpu=haswell machine=q35 vcpu=Haswell', 'arch=x86_64 accel=kvm linux=5.10 cpu=haswell', 'unknown'],
  ['arch=aarch64 accel=tcg qemu=9.0 machine=virt', 'arch=aarch64 accel=tcg qemu=9.0 machine=virt', 'yes'],
  ['arch=aarch64 accel=tcg qemu=9.0 machine=virt-9.0', 'arch=aarch64 accel=tcg qemu=99.0 machine=virt', 'unknown'],
  ['arch=x86_64 accel=tcg qemu=7.2', 'arch=x86_64 accel=tcg qemu=8.1', 'yes'],
  ['arch=x86_64 accel=tcg qemu=7.2', 'arch=x86_64 accel=tcg qemu=9.0', 'unknown'],
  ['arch=x86_64 accel=tcg qemu=4.2', 'arch=x86_64 accel=tcg qemu=11.0', 'unknown'],
  ['arch=x86_64 accel=tcg qemu=9.0', 'arch=x86_64 accel=tcg qemu=7.2', 'unknown'],
  ['arch=x86_64 accel=tcg qemu=9.0 machine=pc-q35-7.2', 'arch=x86_64 accel=tcg qemu=7.2', 'yes'],
  // A host of which the CPU is not known may be of an earlier generation than the model.
  ['arch=s390x accel=kvm linux=5.10 qemu=6.2 vcpu=z14', 'arch=s390x accel=kvm cpu=gen15a linux=6.12 qemu=6.2', 'unknown'],
  // Another accelerator.
  [x86('cpu=haswell machine=pc-q35-7.2'), 'arch=x86_64 accel=tcg qemu=7.2', 'no'],
  [x86('cpu=haswell machine=pc-q35-7.2 vcpu=Haswell,-kvmclock'), 'arch=x86_64 accel=tcg qemu=7.2', 'unknown'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=pc-q35-7.2', x86('cpu=haswell'), 'unknown'],
  ['arch=aarch64 accel=tcg qemu=7.2 machine=virt-7.2 vcpu=cortex-a57', 'arch=aarch64 accel=kvm cpu=cortex-a57 linux=6.1 qemu=7.2', 'unknown'],
  ['arch=s390x accel=tcg qemu=7.2 machine=s390-ccw-virtio-7.2', 'arch=s390x accel=kvm qemu=7.2', 'unknown'],
  ['arch=s390x accel=kvm cpu=z14 linux=6.1 qemu=7.2 machine=s390-ccw-virtio-7.2', 'arch=s390x accel=tcg qemu=7.2', 'unknown'],
  ['xen=4.17 arch=x86_64 cpu=haswell', x86('cpu=haswell'), 'unknown'],
  [x86('cpu=haswell'), 'xen=4.17 arch=x86_64 cpu=haswell', 'unknown'],
  [x86('cpu=haswell machine=pc-q35-7.2'), 'arch=x86_64 qemu=7.2 linux=6.1 cpu=haswell', 'unknown'],
  // Machines whose devices no record describes, or that leave their state behind.
  ['arch=ppc64 accel=tcg qemu=7.2 machine=powernv9', 'arch=ppc64 accel=tcg qemu=7.2', 'no'],
  ['arch=ppc64 accel=tcg qemu=7.2 machine=mac99', 'arch=ppc64 accel=tcg qemu=7.2', 'unknown'],
  ['arch=ppc64 accel=tcg qemu=7.2 machine=ppce500 smp=2', 'arch=ppc64 accel=tcg qemu=7.2 smp=1', 'no'],
  ['arch=ppc64 accel=tcg qemu=7.2 machine=powernv9 smp=1', 'arch=ppc64 accel=tcg qemu=7.2 smp=2', 'no'],
  ['arch=aarch64 accel=tcg qemu=7.2 machine=raspi3b', 'arch=aarch64 accel=tcg qemu=7.2', 'unknown'],
  ['arch=loongarch64 accel=tcg qemu=9.0 machine=virt', 'arch=loongarch64 accel=tcg qemu=9.0', 'unknown'],
  ['arch=riscv64 accel=tcg qemu=7.2 machine=virt', 'arch=riscv64 accel=tcg qemu=7.2', 'yes'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=microvm', 'arch=x86_64 accel=tcg qemu=7.2', 'yes'],
  // Numbers of vCPUs, in few words.
  ['arch=ppc64 accel=tcg qemu=7.2 machine=pseries-7.2 smp=2', 'arch=ppc64 accel=tcg qemu=7.2 smp=1', 'no'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=pc-q35-7.2 smp=2', 'arch=x86_64 accel=tcg qemu=7.2 smp=1', 'no'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=pc-q35-7.2 smp=4,cores=2', 'arch=x86_64 accel=tcg qemu=7.2 smp=4 smp.cores=2', 'yes'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=pc-q35-7.2 smp=2', 'arch=x86_64 accel=tcg qemu=7.2', 'yes'],
  // Machines of another architecture.
  ['arch=s390x accel=tcg qemu=7.2 machine=pc-q35-7.2', 'arch=s390x accel=tcg qemu=7.2', 'no'],
  ['arch=x86_64 accel=tcg qemu=7.2 machine=pseries-7.2', 'accel=tcg qemu=7.2', 'no'],
  // Models under KVM.
  [arm('cpu=cortex-a57 vcpu=cortex-a57 machine=virt-7.2 linux=6.1'), arm('cpu=cortex-a57 linux=6.1'), 'yes'],
  [arm('cpu=neoverse-n1 vcpu=cortex-a57 machine=virt-7.2 linux=6.1'), arm('cpu=neoverse-n1 linux=6.1'), 'unknown'],
  [s390('cpu=z15'), 'arch=s390x accel=kvm qemu=7.2 linux=5.15 cpu=z15', 'unknown'],
]

it('whole definitions with a short name, on a host of which QEMU is not known: neither yes nor no', () => {
  const side = (host: string) => parseSide({ cmdline: 'qemu-system-x86_64 -M q35 -accel kvm -cpu Haswell -m 2G', host }, { ...options, name: 'from' })
  const known = 'cpu=haswell linux=5.10.50 qemu=6.2.0'
  const verdict = (from: string, to: string) => evaluate(knowledge, { source: side(from), destination: side(to) }).verdict
  expect([verdict('cpu=haswell linux=4.18.20', known), verdict(known, 'cpu=haswell linux=5.10.50')]).toEqual(['unknown', 'unknown'])
  expect(verdict(known, known)).toBe('yes')
})

it.each([
  ['', '-device usb-tablet', 'no'],
  ['', '-readconfig f -device usb-tablet', 'yes'],
  ['', '-device virtio-blk-pci,drive=d', 'no'],
  ['', '-readconfig f -device virtio-blk-pci,drive=d', 'yes'],
  ['', '-drive if=none,id=d,node-name=n,file=f,format=raw -device virtio-blk-pci,drive=n', 'yes'],
  ['', '-device qemu-xhci -device usb-tablet', 'yes'],
  ['', '-usb -device usb-tablet', 'yes'],
  ['device=usb-tablet', '', 'yes'],
  ['device=virtio-mem-pci', '', 'yes'],
])('what a device needs is asked of a whole definition alone: %s %s: %s', (words, options_, expected) => {
  const host = 'arch=x86_64 accel=tcg qemu=7.2'
  const side =
    options_ === ''
      ? parseShorthand(`${host} vcpu=qemu64 machine=pc-i440fx-7.2 ${words}`, options)
      : parseSide({ cmdline: `qemu-system-x86_64 -nodefaults -accel tcg -M pc-i440fx-7.2 ${options_}`, host }, { ...options, name: 'from' })
  expect(evaluate(knowledge, { source: side, destination: side }).verdict).toBe(expected)
})

it.each([...DEVICES, ...VERSIONS, ...X86_HOSTS, ...ARM_HOSTS, ...S390_HOSTS, ...ELSEWHERE])('%s to %s: %s', (from, to, expected) => {
  const { verdict, findings } = evaluate(knowledge, { source: parseShorthand(from, options), destination: parseShorthand(to, options) })
  for (const { summary } of findings) expect(summary).not.toMatch(/\{[a-z][a-z.-]*\}/)
  expect(expected === 'not yes' ? verdict !== 'yes' && 'not yes' : verdict).toBe(expected)
})

it.each([
  ['', 'yes', []],
  ['-snapshot', 'no', ['refuses.temporary']],
  ['-drive file=e.raw,format=raw,if=virtio,snapshot=on', 'no', ['refuses.temporary']],
  ['-drive file=e.raw,format=raw,if=virtio', 'yes', []],
  // What cannot be written to.
  ['-snapshot -cdrom install.iso', 'no', ['refuses.temporary']],
])('a disk whose writes are thrown away: %s', (option, verdict, claims) => {
  const side = (more: string) =>
    parseSide(
      {
        cmdline: `qemu-system-x86_64 -M pc-q35-7.2 -accel kvm -cpu Haswell -m 2G -nodefaults -drive file=d.raw,format=raw,if=none,id=d -device virtio-blk-pci,drive=d ${more}`,
        host: 'cpu=haswell linux=6.1 qemu=7.2',
      },
      { ...options, name: 'from' },
    )
  const answer = evaluate(knowledge, { source: side(option), destination: side(option) })
  expect([answer.verdict, answer.findings.map(({ claim }) => claim.replace(/^parts\.[^.]+\./, ''))]).toEqual([verdict, claims])
  // The destination throws nothing away that it was sent.
  expect(evaluate(knowledge, { source: side(''), destination: side(option) }).verdict).not.toBe('no')
})

/** A domain of libvirt with these devices and no others. */
const ofLibvirt = (devices: string) => {
  const text = `<domain type="kvm"><memory unit="GiB">1</memory><vcpu>1</vcpu><os><type arch="x86_64" machine="pc-q35-7.2">hvm</type></os><cpu mode="custom" match="exact"><model>Haswell</model></cpu>
    <devices><controller type="usb" model="none"/>${devices}</devices></domain>`
  return parseSide({ text, host: 'cpu=haswell linux=6.1 qemu=7.2' }, { ...options, name: 'from' })
}

it.each([
  ['', 'accepted'],
  ['<transient/>', 'refused'],
])('a disk of libvirt: %s', (more, stream) => {
  const side = () =>
    ofLibvirt(`<disk type="file" device="disk"><driver name="qemu" type="raw"/><source file="/d.raw"/><target dev="vda" bus="virtio"/>${more}</disk>`)
  const answer = evaluate(knowledge, { source: side(), destination: side() })
  expect([answer.stream, answer.not_understood]).toEqual([stream, []])
})

const WRITETHROUGH = 'cache=writethrough'

it.each([
  // What a disk says of its cache does not go along.
  ['pc-q35-7.2', WRITETHROUGH, 'cache=none', 'conditional'],
  ['pc-q35-7.2', 'cache.writeback=off', 'cache=none', 'conditional'],
  ['pc-q35-7.2', 'cache=none', 'cache=directsync', 'yes'],
  ['pc-q35-7.2', 'cache=none', 'cache=unsafe', 'yes'],
  // The older ones take the offer to flush away with it.
  ['pc-q35-4.2', 'cache=none', WRITETHROUGH, 'no'],
  ['pc-q35-4.2', WRITETHROUGH, 'cache=none', 'conditional'],
])('a disk of %s, %s to %s', (machine, from, to, verdict) => {
  const side = (cache: string) => {
    const cmdline = `qemu-system-x86_64 -M ${machine} -accel kvm -cpu Haswell -m 2G -nodefaults -drive file=d,format=raw,if=none,id=d,${cache} -device virtio-blk-pci,drive=d`
    return parseSide({ cmdline, host: 'cpu=haswell linux=6.1 qemu=7.2 guest.linux=6.1' }, { ...options, name: 'from' })
  }
  expect(evaluate(knowledge, { source: side(from), destination: side(to) }).verdict).toBe(verdict)
})

it.each([
  ['writethrough', 'none', 'conditional'],
  ['none', 'writethrough', 'yes'],
  ['none', 'writeback', 'yes'],
  ['directsync', 'writethrough', 'yes'],
])('a disk of libvirt, cache %s to %s', (from, to, verdict) => {
  const side = (cache: string) =>
    ofLibvirt(`<disk type="file"><driver name="qemu" type="raw" cache="${cache}"/><source file="/d.raw"/><target dev="vda" bus="virtio"/></disk>`)
  expect(evaluate(knowledge, { source: side(from), destination: side(to) }).verdict).toBe(verdict)
})

const SLOT = '<address type="pci" domain="0" bus="0" slot="9" function="0"/>'
const teamed = (more: string) =>
  `<hostdev mode="subsystem" type="pci" managed="yes"><source><address domain="0" bus="1" slot="0" function="0"/></source>${more}${SLOT}</hostdev>`
const shared = (role: string) => `<shmem name="s" role="${role}"><model type="ivshmem-plain"/><size unit="M">4</size>${SLOT}</shmem>`
const tpm = (version: string) => `<tpm model="tpm-tis"><backend type="emulator" version="${version}"/></tpm>`

it.each([
  ['a passed-through device', teamed(''), teamed(''), 'no'],
  [
    'one that QEMU unplugs first',
    teamed('<teaming type="transient" persistent="ua-net"/>'),
    teamed('<teaming type="transient" persistent="ua-net"/>'),
    'conditional',
  ],
  ['shared memory of its master', shared('master'), shared('master'), 'yes'],
  ['shared memory of a peer', shared('peer'), shared('peer'), 'no'],
  ['one TPM', tpm('2.0'), tpm('2.0'), 'yes'],
  ['another TPM', tpm('1.2'), tpm('2.0'), 'unknown'],
  [
    'a display of another process',
    `<video><driver name="vhostuser"/><model type="virtio"/>${SLOT}</video>`,
    `<video><model type="virtio"/>${SLOT}</video>`,
    'unknown',
  ],
  ['an IOMMU that remaps what is in the kernel', '<iommu model="intel"><driver intremap="on"/></iommu>', '<iommu model="intel"/>', 'no'],
])('of a domain of libvirt, %s', (_, from, to, verdict) => {
  const answer = evaluate(knowledge, { source: ofLibvirt(from), destination: ofLibvirt(to) })
  expect([answer.verdict, answer.not_understood]).toEqual([verdict, []])
})

it.each([
  ['-accel tcg', 'intremap=off', 'conditional'],
  ['-accel tcg', 'intremap=on', 'yes'],
  ['-accel kvm', 'intremap=off', 'yes'],
  ['-accel kvm', 'intremap=on', 'no'],
  ['-accel kvm,kernel-irqchip=split', 'intremap=on', 'yes'],
])('an IOMMU with %s, without a word to %s', (accel, to, verdict) => {
  const side = (property: string) => {
    const cmdline = `qemu-system-x86_64 -nodefaults -M pc-q35-7.2 ${accel} -cpu Haswell -m 1G -device intel-iommu${property && ','}${property}`
    return parseSide({ cmdline, host: 'cpu=haswell linux=6.1 qemu=7.2' }, { ...options, name: 'from' })
  }
  expect(evaluate(knowledge, { source: side(''), destination: side(to) }).verdict).toBe(verdict)
})

const USB = '<controller type="usb" model="piix3-uhci"><address type="pci" bus="0" slot="1" function="2"/></controller>'

it.each([
  // libvirt adds a USB controller where none is named, unless it is said that there is none.
  ['pc-i440fx-7.2', '', '', 'yes'],
  ['pc-i440fx-7.2', '', USB, 'yes'],
  ['pc-i440fx-7.2', '<controller type="usb" model="none"/>', '', 'conditional'],
  ['pc-i440fx-7.2', '', '<controller type="usb" model="none"/>', 'no'],
  ['pc-q35-7.2', '', '', 'yes'],
  ['pc-q35-7.2', '', '<controller type="usb" model="none"/>', 'unknown'],
  ['pc-q35-7.2', '<controller type="usb" model="none"/>', '', 'unknown'],
  // So it does a card where the VM is shown.
  ['pc-i440fx-7.2', '<graphics type="vnc"/>', '', 'unknown'],
  ['pc-i440fx-7.2', '<graphics type="vnc"/><video><model type="none"/></video>', '', 'yes'],
])('%s of libvirt, %s to %s', (machine, from, to, verdict) => {
  const side = (more: string) => {
    const text = `<domain type="kvm"><memory unit="GiB">1</memory><vcpu>1</vcpu><os><type arch="x86_64" machine="${machine}">hvm</type></os><cpu mode="custom" match="exact"><model>Haswell</model></cpu>
      <devices>${more}<memballoon model="none"/></devices></domain>`
    return parseSide({ text, host: 'cpu=haswell linux=6.1 qemu=7.2' }, { ...options, name: 'from' })
  }
  const answer = evaluate(knowledge, { source: side(from), destination: side(to) })
  expect(answer.verdict).toBe(verdict)
})

it.each([
  ['7.2', 'shift=7', 'yes'],
  ['7.2', 'shift=7,rr=record,rrfile=r', 'no'],
  ['8.1', 'shift=7,rr=record,rrfile=r', 'unknown'],
])('QEMU %s with -icount %s', (qemu, icount, verdict) => {
  const cmdline = `qemu-system-x86_64 -M pc-q35-7.2 -accel tcg -m 2G -nodefaults -icount ${icount}`
  const side = () => parseSide({ cmdline, host: `qemu=${qemu}` }, { ...options, name: 'from' })
  expect(evaluate(knowledge, { source: side(), destination: side() }).verdict).toBe(verdict)
})

it.each([
  ['-overcommit mem-lock=on', '', 'yes'],
  ['-overcommit cpu-pm=on', '-overcommit mem-lock=off,cpu-pm=on', 'yes'],
  ['-overcommit cpu-pm=on', '', 'unknown'],
  ['', '-overcommit cpu-pm=on', 'unknown'],
])('%s to %s', (from, to, verdict) => {
  const side = (more: string) =>
    parseSide(
      { cmdline: `qemu-system-x86_64 -M pc-q35-7.2 -accel kvm -cpu Haswell -m 2G -nodefaults ${more}`, host: 'cpu=haswell linux=6.1 qemu=7.2' },
      { ...options, name: 'from' },
    )
  expect(evaluate(knowledge, { source: side(from), destination: side(to) }).verdict).toBe(verdict)
})

it.each([
  ['-nodefaults', 'unknown'],
  ['-net none', 'unknown'],
  ['-nic none', 'unknown'],
  ['-net nic,model=e1000 -net user', 'unknown'],
  ['-nic user,model=virtio-net-pci', 'unknown'],
  ['-usb -usbdevice tablet', 'not yes'],
  ['-audio driver=none,model=hda', 'unknown'],
  ['-balloon virtio', 'no'],
  ['-soundhw hda', 'no'],
  ['-g 800x600', 'unknown'],
  ['-prom-env boot=1', 'yes'],
  ['-global VGA.vgamem_mb=64', 'unknown'],
  ['-global e1000.mitigation=off', 'unknown'],
  ['-mem-path /dev/hugepages', 'yes'],
  ['-nographic', 'yes'],
])('an option that stands for devices, on one side only: %s', (option, expected) => {
  const side = (more: string, name: string) =>
    parseSide(
      { cmdline: `qemu-system-x86_64 -M pc-i440fx-7.2 -accel kvm -cpu Haswell -m 2G ${more}`, host: 'cpu=haswell linux=6.1 qemu=7.2' },
      { ...options, name },
    )
  const verdict = (from: string, to: string) => evaluate(knowledge, { source: side(from, 'from'), destination: side(to, 'to') }).verdict
  expect(verdict('', '')).toBe('yes')
  // QEMU refuses what it lacks a place for; what is only on the destination it takes, and the guest has another machine.
  for (const one of [verdict(option, ''), verdict('', option)]) expect(expected === 'not yes' ? one !== 'yes' && 'not yes' : one).toBe(expected)
  if (expected !== 'no') expect(verdict(option, option)).toBe('yes')
})

it('a machine that is named beside what the other side says takes its default devices from there, too', () => {
  const from = parseSide(
    { cmdline: 'qemu-system-x86_64 -nodefaults -M pc-q35-7.2 -accel kvm -cpu Haswell -m 2G -device virtio-net-pci', host: 'cpu=haswell linux=6.1 qemu=7.2' },
    { ...options, name: 'from' },
  )
  const to = parseShorthand('arch=x86_64 accel=kvm cpu=haswell linux=6.1 qemu=7.2 machine=pc-q35-7.2', options)
  expect(evaluate(knowledge, { source: from, destination: to }).findings.map(({ claim }) => claim)).not.toContain('default-devices')
})

it.each([
  ['memory = 2048', 'unknown'],
  ['maxmem = 4096', 'unknown'],
  ['vcpus = 4', 'unknown'],
  ['maxvcpus = 8', 'unknown'],
  ['usb = 1', 'unknown'],
  ['usb = 0', 'yes'],
  ['hdtype = "ahci"', 'unknown'],
  ['device_model_args = ["-device", "e1000"]', 'unknown'],
  ['vif = ["bridge=a", "bridge=b"]', 'unknown'],
  ['vncpasswd = "x"', 'yes'],
])('a setting of xl on one side only: %s', (setting, expected) => {
  const side = (more: string, name: string) =>
    parseSide(
      {
        text: `name = "a"\ntype = "hvm"\nmemory = 1024\nvcpus = 2\ndisk = ["/a.img,raw,xvda,w"]\n${more}\n`,
        host: 'xen=4.17.0 linux=6.1 arch=x86_64 cpu=haswell',
      },
      { ...options, name },
    )
  const verdict = (from: string, to: string) => evaluate(knowledge, { source: side(from, 'from'), destination: side(to, 'to') }).verdict
  expect([verdict(setting, setting), verdict(setting, ''), verdict('', setting)]).toEqual(['yes', expected, expected])
})

it.each([
  ['nomigrate = 1', 'conditional', ['invariant-tsc']],
  ['nomigrate = 0', 'yes', []],
])('a setting of xl on both sides: %s', (setting, verdict, claims) => {
  const text = `name = "a"\ntype = "hvm"\nmemory = 1024\nvcpus = 2\ndisk = ["/a.img,raw,xvda,w"]\n${setting}\n`
  const side = (name: string) => parseSide({ text, host: 'xen=4.17.0 linux=6.1 arch=x86_64 cpu=haswell' }, { ...options, name })
  const answer = evaluate(knowledge, { source: side('from'), destination: side('to') })
  expect([answer.verdict, answer.findings.map(({ claim }) => claim), answer.not_understood]).toEqual([verdict, claims, []])
})

it.each([
  ['riscv64', '-M virt,aia=aplic-imsic', '-M virt,aia=aplic-imsic,aia-guests=1', 'no'],
  ['riscv64', '-M virt,aia=aplic-imsic,aia-guests=1', '-M virt,aia=aplic-imsic', 'no'],
  ['riscv64', '-M virt,aia=aplic', '-M virt,aia=aplic,aia-guests=1', 'yes'],
  ['ppc64', '-M pseries-7.2 -device virtio-serial-pci', '-M pseries-7.2,usb=on -device virtio-serial-pci', 'no'],
  ['ppc64', '-M pseries-7.2 -device virtio-serial-pci,addr=1', '-M pseries-7.2,usb=on -device virtio-serial-pci', 'yes'],
  ['ppc64', '-M pseries-7.2', '-M pseries-7.2 -device pcie-root-port', 'no'],
  ['x86_64', '-M pc-q35-7.2 -device pci-serial-2x', '-M pc-q35-7.2 -device pci-serial-2x', 'no'],
  ['x86_64', '-M pc-q35-7.2 -device pci-serial-4x', '-M pc-q35-7.2 -device pci-serial-4x', 'yes'],
])('what QEMU 7.2 did: qemu-system-%s %s to %s', (arch, from, to, expected) => {
  const side = (more: string, name: string) =>
    parseSide({ cmdline: `qemu-system-${arch} -nodefaults -accel tcg -m 256 ${more}`, host: 'qemu=7.2' }, { ...options, name })
  expect(evaluate(knowledge, { source: side(from, 'from'), destination: side(to, 'to') }).verdict).toBe(expected)
})

it.each([
  ['-no-hpet', '8.2', 'yes'],
  ['-no-hpet', '9.0', 'no'],
  ['-no-hpet', '9.0 libvirt=10.0', 'yes'],
  ['-watchdog i6300esb', '7.1', 'yes'],
  ['-watchdog i6300esb', '7.2', 'no'],
  ['-runas nobody', '10.0', 'no'],
  ['-enable-fips', '7.1', 'no'],
  ['-audiodev none,id=a', '6.1', 'yes'],
  ['-action reboot=shutdown', '5.2', 'no'],
  ['-run-with async-teardown=on', '8.0', 'no'],
  ['-m 256,maxmem=1G -object memory-backend-ram,id=m,size=128M -device virtio-mem-pci,memdev=m', '5.0', 'no'],
  ['-m 256,maxmem=1G -object memory-backend-ram,id=m,size=128M -device virtio-mem-pci,memdev=m', '5.1', 'yes'],
  ['-cpu EPYC-Genoa', '7.2', 'no'],
  ['-device virtio-net-pci,failover=on', '4.1', 'unknown'],
  ['-device virtio-net-pci,packed=on', '3.1', 'no'],
  ['-device virtio-net-pci', '3.1', 'yes'],
  ['-smp 2,sockets=0', '8.2', 'yes'],
  ['-smp 2,sockets=0', '9.0', 'no'],
  ['-device sga', '7.2', 'yes'],
  ['-device sga', '8.0', 'no'],
  ['-chardev tty,id=c,path=/dev/ttyS0', '8.0', 'no'],
  ['-chardev serial,id=c,path=/dev/ttyS0', '8.0', 'yes'],
  ['-object secret,id=s,data=x,loaded=on', '9.2', 'no'],
  ['-object secret,id=s,data=x', '9.2', 'yes'],
  ['-blockdev driver=null-co,node-name=d -device virtio-blk-pci,drive=d,scsi=off', '9.0', 'yes'],
  ['-blockdev driver=null-co,node-name=d -device virtio-blk-pci,drive=d,scsi=off', '9.1', 'no'],
  ['-blockdev driver=null-co,node-name=d -device virtio-blk-pci,drive=d', '9.1', 'yes'],
])('what a QEMU no longer has, or not yet, keeps it from starting: %s on %s', (option, qemu, expected) => {
  const from = parseSide(
    { cmdline: `qemu-system-x86_64 -nodefaults -accel tcg -m 256 -M pc-i440fx-3.0 ${option}`, host: 'qemu=6.2' },
    { ...options, name: 'from' },
  )
  const { verdict, start } = evaluate(knowledge, { source: from, destination: parseShorthand(`qemu=${qemu}`, options) })
  expect([verdict, start.destination]).toEqual([expected, expected])
})

it('of what a command line does not set, no start is said to hang on it', () => {
  const line = parseSide({ cmdline: 'qemu-system-x86_64 -M pc-q35-7.2 -m 1G' }, options)
  const told = evaluate(knowledge, { source: line, destination: line }).findings.filter(({ stage }) => stage === 'start')
  expect([...new Set(told.map(({ record }) => record))]).toEqual(['rules/qemu/machine-types'])
})
