import { afterAll, describe, expect, it } from 'vitest'
import { ARM_FIRMWARE_REGISTERS } from '../../lib/verify/members/arm-firmware-registers.ts'
import { ARM_MODELS } from '../../lib/verify/members/arm-models.ts'
import { HYPERCALL_SETS } from '../../lib/verify/members/hypercall-sets.ts'
import { HYPERV_PROPERTIES } from '../../lib/verify/members/hyperv-properties.ts'
import { KVM_FEATURES } from '../../lib/verify/members/kvm-features.ts'
import { LOGICAL_PVRS } from '../../lib/verify/members/logical-pvrs.ts'
import { POWER_MODELS } from '../../lib/verify/members/power-models.ts'
import { S390X_GROUPS } from '../../lib/verify/members/s390x-groups.ts'
import { S390X_MODELS } from '../../lib/verify/members/s390x-models.ts'
import { X86_MODELS } from '../../lib/verify/members/x86-models.ts'
import { unrecorded } from '../../lib/verify/unrecorded.ts'
import { openClones } from '../../scripts/mine/lib/clones.ts'
import { projectEntries } from '../fixtures/knowledge.ts'

const clones = await openClones()
const clone = clones.get('qemu')
if (!clone) console.log('test/mine/cpus: not run; give a clone by CANIMIGRATE_REPOS="qemu=DIR"')
afterAll(() => {
  for (const one of clones.values()) one.close()
})

/** With what a family has at least, so that an enumerator that finds nothing any more is seen. */
const FAMILIES = [
  [KVM_FEATURES, 19, 'KVM_FEATURE_PV_UNHALT'],
  [HYPERV_PROPERTIES, 38, 'hv-evmcs'],
  [LOGICAL_PVRS, 9, 'CPU_POWERPC_LOGICAL_2_07'],
  [POWER_MODELS, 39, 'POWER8_v1.0'],
  [HYPERCALL_SETS, 19, 'hcall-multi-tce'],
  [X86_MODELS, 144, 'EPYC-Rome-v4'],
  [S390X_MODELS, 40, 'z14.2'],
  [S390X_GROUPS, 27, 'msa8'],
  [ARM_MODELS, 47, 'neoverse-v1'],
  [ARM_FIRMWARE_REGISTERS, 8, 'KVM_REG_ARM_STD_BMAP'],
] as const

describe.skipIf(!clone)('the records of CPUs and of what hypervisors show to guests', { timeout: 300_000 }, async () => {
  const entries = clone ? await projectEntries() : []

  it.each(FAMILIES.map(([family, least, one]) => ({ title: family.title, family, least, one })))(
    'leave out none of the $title',
    async ({ family, least, one }) => {
      const members = clone ? await family.members(clone) : []
      expect(members.length).toBeGreaterThanOrEqual(least)
      expect(members.map(({ name }) => name)).toContain(one)
      expect(unrecorded(members, entries).map(({ name }) => name)).toEqual([])
    },
  )

  it('give each number of the bits of KVM and of the firmware registers as the header does', async () => {
    const members = clone ? [...(await KVM_FEATURES.members(clone)), ...(await ARM_FIRMWARE_REGISTERS.members(clone))] : []
    const numbers = new Map(
      entries.flatMap(({ data }) =>
        data.kind === 'feature' ? data.aliases.flatMap((alias) => (typeof alias === 'string' ? [[alias, data.surface.number] as const] : [])) : [],
      ),
    )
    expect(members.filter(({ name, number }) => numbers.get(name) !== number).map(({ name }) => name)).toEqual([])
  })
})
