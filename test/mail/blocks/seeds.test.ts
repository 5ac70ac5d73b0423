import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { placesExpected, placesOf, type Told, toldIn } from './outline.ts'

// Pages of archives that were pasted flat; they are not part of the project. CANIMIGRATE_SEEDS names their folder.
const folder = process.env.CANIMIGRATE_SEEDS ?? join(import.meta.dirname, '../../../../shared/seeds')
const found = existsSync(folder)
if (!found) console.log(`skipped: no pasted pages at ${folder}; CANIMIGRATE_SEEDS names another folder`)

const said = (author: string, depth: number, gist: string, ...words: string[]): Told => ({ author, depth, gist, words })

// Read by hand. `?`: nothing in the text names who wrote it.
const seeds: Record<string, readonly Told[]> = {
  'ail-modes': [
    said('Nicholas Piggin', 2, 'support for the modes differs by CPU and KVM; scv needs mode 3 or an error', 'POWER7', 'SCV', 'advisory'),
    said('Daniel Henrique Barboza', 1, 'asks which migration would fail', 'scenario'),
    said('David Gibson', 0, 'to an older KVM or PR, while the guest has mode 3', 'AIL==3', 'Theoretically'),
    said('Nicholas Piggin', 2, 'a capability with a bitmap of the modes', 'bitmap', 'H_SET_MODE'),
    said('Daniel Henrique Barboza', 1, 'asks why not always the best that KVM has', 'machine cap'),
    said('David Gibson', 0, 'the best may change across a migration', 'across a migration'),
  ],
  'kvm-ppc-set-platform': [
    said('Paul Mackerras', 2, 'a structure with platform, architecture, flags', '__u32', 'decimal 206'),
    said('Alexander Graf', 1, 'room for later fields, please', 'padding'),
    said('Paul Mackerras', 2, 'numbers for bare metal, KVM, sPAPR', 'KVM_PPC_PV_NONE', 'KVM_PPC_PV_SPAPR'),
    said('Alexander Graf', 1, 'BookE is missing; KVM is a feature and no platform', 'BookE', 'feature flag'),
    said('Paul Mackerras', 0, 'grants it; the hypercall sequence differs', 'ordinary system call', 'device tree'),
    said('Alexander Graf', 1, 'it could take the place of setting the PVR', 'deprecate', 'hoops'),
    said('Paul Mackerras', 0, 'why an architecture level: PCR, logical PVRs', 'PCR', '0x0f000002'),
    said('Alexander Graf', 1, '32-bit processors must be told apart', 'BookS'),
    said('Paul Mackerras', 0, 'a PVR would do that', 'suitable 32-bit'),
    said('Paul Mackerras', 2, 'a flag for another architecture than the host', 'KVM_PPC_CROSS_ARCH'),
    said('Alexander Graf', 1, 'that is for the kernel to find out', 'User space shouldn'),
    said('Paul Mackerras', 0, 'to force PR; userspace should learn which one runs', 'book3s_pr', 'opaque', 'expectations'),
  ],
  'multi-tce': [
    said('?', 4, 'such a case will come back with each new feature of the kernel', 'multitce', 'gazillion'),
    said('Paolo Bonzini', 3, 'so it is, unless there is no guest ABI to keep yet', 'pSeries', 'mutandis'),
    said('Benjamin Herrenschmidt', 2, 'stay flexible for now, later group features', 'products', 'batches'),
    said('Alexander Graf', 1, 'always expose it, or warn when the host lacks it', 'runtime switchable', 'headaches'),
    said('Alexander Graf', 0, 'or leave it and print a warning, so it is in the logs', 'outdated', 'logs'),
  ],
  'tcm-vhost': [
    said('Nicholas A. Bellinger', 2, 'cut', '<SNIP>'),
    said('Michael S. Tsirkin', 4, 'will any userspace use it?', 'not 100% clear', 'recent userspace'),
    said('Anthony Liguori', 3, 'no reason to keep it out of the kernel, but QEMU will not use it', 'block layer', 'bypass'),
    said('Nicholas A. Bellinger', 2, 'understands', 'QEMU maintainer'),
    said('Anthony Liguori', 3, 'the native tool could use it', 'native kvm tool'),
    said('Nicholas A. Bellinger', 2, 'cut'),
    said('Anthony Liguori', 3, 'can the same answers be kept over twenty kernels?', '20 kernel', 'extremely complicated'),
    said('Nicholas A. Bellinger', 2, 'userspace code is ready for new fabrics', 'forward-compatible'),
    said('Anthony Liguori', 1, 'the behaviour of commands must be switchable for live migration; write down the plan', 'VPD', 'knobs', 'Documentation/vhost'),
    said('?', 0, 'no condition for merging; disable live migration first', 'IMHO', 'first step'),
    said('Nicholas A. Bellinger', 2, 'compatibility is kept in the library', 'rtslib', 'track record'),
    said('Michael S. Tsirkin', 4, 'put it into staging, so there is no ABI yet', 'CONFIG_STAGING'),
    said('Anthony Liguori', 3, 'yes, and a policy for the ABI', 'clear policy', 'vhost_blk'),
    said('Nicholas A. Bellinger', 2, 'the layout in configfs is fixed and common to all fabrics', 'fabric_configfs', 'WWPN'),
  ],
  'xenfeat-policy': [
    said('stefano.stabellini@xxxxxxxxxxxxx', 4, 'may feature flags be removed, or are they ABI?', 'XENFEAT_hvm_callback_vector', 'opposite opinion'),
    said('Jan Beulich', 3, 'the hypervisor may stop to advertise them; guests must check', 'public header', 'Consumers'),
    said('Ian Campbell', 2, 'and if a guest cannot do without? remove the flag that does not work before release', 'arm32', 'nuke'),
    said('Konrad Rzeszutek Wilk', 1, 'revert', 'favour of reverting'),
    said('?', 0, 'not so simple: netback was changed and released', 'Linux 3.15', 'broken setup'),
    said('Ian Campbell', 2, 'removing it later regresses two kernels', 'Linux 3.16'),
    said('Konrad Rzeszutek Wilk', 1, 'was it not experimental?', 'experimental'),
    said('?', 0, 'no', 'No'),
    said('Konrad Rzeszutek Wilk', 1, 'does Linux boot without it?', 'able to boot'),
    said('?', 0, 'it does, with trouble later', 'dma-capable'),
    said('Konrad Rzeszutek Wilk', 1, 'as it did before?', 'rephrase'),
    said('?', 0, 'which version is broken when', 'CONFIG_ARM_LPAE'),
    said('Ian Campbell', 2, 'few flags are of this sort', 'work at all'),
  ],
}

describe.runIf(found).each(Object.entries(seeds))('%s', (name, expected) => {
  const told = found ? toldIn(readFileSync(join(folder, `${name}.txt`), 'utf8')) : []

  test('who says it, how deep', () => {
    expect(told.map(({ author, depth }) => `${depth} ${author}`)).toEqual(expected.map(({ author, depth }) => `${depth} ${author}`))
  })

  test('what is said there and nowhere else', () => {
    // A single word of an answer may be in others.
    const distinct = expected.filter(({ words }) => !words.includes('No'))
    const places = placesOf(distinct, told)
    const wanted = placesExpected(expected)
    delete wanted.No
    expect(places).toEqual(wanted)
  })
})
