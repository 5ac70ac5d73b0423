import { beforeAll, describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/evaluate/index.ts'
import { withChanges } from '../../lib/evaluate/with-changes.ts'
import { parseSide } from '../../lib/input/index.ts'
import type { Change, Knowledge, Profile, RemedyOffer } from '../../lib/model/index.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

let knowledge: Knowledge
beforeAll(async () => {
  knowledge = await projectKnowledge()
}, 60_000)

const NET = '-netdev user,id=n -device virtio-net-pci,netdev=n'
const DISK = '-blockdev driver=null-co,node-name=d,size=67108864 -device virtio-blk-pci,drive=d'

describe('a destination that is started otherwise is changed to what the source was started with', () => {
  it.each([
    ['a machine and its options', 'ppc64 -M pseries-2.8,cap-htm=off', 'ppc64 -M pseries-4.0', ['machine=pseries-2.8', 'cap-htm=off']],
    [
      'RAM and its slots',
      'x86_64 -M pc-i440fx-7.2 -m 256,slots=4,maxmem=1G',
      'x86_64 -M pc-i440fx-7.2 -m 512',
      ['memory=256', 'memory.slots=4', 'memory.maxmem=1024'],
    ],
    [
      'a disk and what is behind it',
      `aarch64 -M virt-7.2 ${DISK}`,
      'aarch64 -M virt-7.2',
      ['add.blockdev=null-co,node-name=d,size=67108864', 'add.device=virtio-blk-pci,drive=d'],
    ],
    [
      'devices in another order, whose addresses hang on it',
      `x86_64 -M pc-q35-7.2 ${NET} ${DISK}`,
      `x86_64 -M pc-q35-7.2 ${DISK} ${NET}`,
      [
        'remove.device=virtio-blk-pci,drive=d',
        'remove.device=virtio-net-pci,netdev=n',
        'add.device=virtio-net-pci,netdev=n',
        'add.device=virtio-blk-pci,drive=d',
      ],
    ],
  ])('%s', (_, from, to, expected) => {
    const [source, destination] = [side(from), side(to)]
    const [offer] = remediesOf(source, destination)
    expect(offer).toMatchObject({ applies: 'running', verdict: 'yes' })
    expect(texts(offer?.changes ?? [])).toEqual(expected.map((text) => `destination ${text}`))
    expect(evaluate(knowledge, { source, destination: withChanges(destination, offer?.changes ?? [], 'destination'), remedies: false }).verdict).toBe('yes')
  })

  it('but not where the source itself does not start', () => {
    const offers = remediesOf(side('x86_64 -M pc-i440fx-7.2 -device no-such-device'), side('x86_64 -M pc-i440fx-7.2'))
    expect(offers.flatMap(({ changes }) => texts(changes)).filter((text) => text.includes('add.device'))).toEqual([])
  })
})

it('of versions that help the one comes first that has what was missing, and later ones on both sides are left out', () => {
  const host = 'accel=kvm linux=6.1 cpu=skylake-client machine=pc-q35-7.2 vcpu=Skylake-Client'
  const [source, destination] = [7.2, 6.2].map((qemu) => parseSide(`qemu=${qemu} ${host}`, { options: knowledge.options })) as [Profile, Profile]
  expect(remediesOf(source, destination).map(({ changes }) => texts(changes))[0]).toEqual(['destination qemu=7.2'])
  const arm = 'accel=tcg arch=aarch64 machine=virt-8.2'
  const [newer, older] = [8.2, 7.2].map((qemu) => parseSide(`qemu=${qemu} ${arm}`, { options: knowledge.options })) as [Profile, Profile]
  const offers = remediesOf(newer, older).map(({ changes }) => texts(changes))
  expect(offers[0]).toEqual(['destination qemu=8.2'])
  expect(offers.filter((changes) => changes.length > 1)).toEqual([])
})

it('of a machine type that is there no more the last version is named that has it', () => {
  const [source, destination] = ['5.2', '9.2'].map((qemu) =>
    parseSide(`qemu=${qemu} accel=tcg arch=x86_64 machine=pc-i440fx-1.7`, { options: knowledge.options }),
  ) as [Profile, Profile]
  const [offer] = remediesOf(source, destination)
  expect(offer).toMatchObject({ changes: [{ side: 'destination', set: 'qemu', to: '8.1' }], applies: 'running', verdict: 'yes' })
})

function side(line: string): Profile {
  return parseSide({ cmdline: `qemu-system-${line.replace(' ', ' -accel tcg -nodefaults ')}`, host: 'qemu=7.2' }, { options: knowledge.options })
}

function remediesOf(source: Profile, destination: Profile): readonly RemedyOffer[] {
  return evaluate(knowledge, { source, destination }).remedies
}

function texts(changes: readonly Change[]): string[] {
  return changes.map(({ side, set, to }) => `${side} ${set}=${to}`)
}
