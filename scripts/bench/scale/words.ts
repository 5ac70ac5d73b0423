import type { Random } from '../../lib/random.ts'

/** Draws words as often as people who write about kernels use them. */
export interface Words {
  readonly word: () => string
  /** A number, an address or the beginning of a hash: what appears once. */
  readonly number: () => string
}

/**
 * How often the word of a rank comes among all words, measured on 4,146 messages of linuxppc-dev (every 25th of 103,678): between these ranks a line on logarithmic scales.
 * Steeper than Zipf's law after the first thousand.
 */
const CURVE: readonly (readonly [rank: number, share: number])[] = [
  [1, 0.0147],
  [11, 0.0067],
  [31, 0.004],
  [101, 0.00129],
  [301, 0.000536],
  [1001, 0.000146],
  [3001, 0.000031],
  [10_001, 0.0000045],
  [30_001, 0.00000075],
]

/** Words that the bench's queries ask for, with the share of all words that they are in that archive. Two together stand side by side. */
const KNOWN: readonly (readonly [words: string, share: number])[] = [
  ['patch', 0.0026],
  ['not', 0.0023],
  ['page', 0.0046],
  ['arch', 0.0112],
  ['linux', 0.0047],
  ['kernel', 0.0063],
  ['this', 0.0037],
  ['KVM', 0.003],
  ['ppc', 0.0023],
  ['by', 0.0031],
  ['memory', 0.0017],
  ['page table', 0.0006],
  ['MMU', 0.0011],
  ['mode', 0.0011],
  ['call', 0.00097],
  ['hv', 0.00094],
  ['iommu', 0.00082],
  ['log', 0.00045],
  ['interrupt', 0.00068],
  ['enable', 0.00069],
  ['guest', 0.00058],
  ['trace', 0.00054],
  ['bug', 0.00054],
  ['change', 0.00048],
  ['PPC', 0.0005],
  ['radix', 0.00045],
  ['KVM: PPC', 0.0004],
  ['kvmppc', 0.00042],
  ['ppc64', 0.00042],
  ['system', 0.00057],
  ['machine', 0.00036],
  ['abi', 0.00037],
  ['does', 0.00033],
  ['compat', 0.00033],
  ['slot', 0.0003],
  ['old', 0.00029],
  ['must', 0.00028],
  ['XIVE', 0.00027],
  ['CAP', 0.00025],
  ['Fixes:', 0.00025],
  ['real', 0.00018],
  ['ioctl', 0.00021],
  ['userspace', 0.0002],
  ['dirty', 0.00019],
  ['nested', 0.00019],
  ['why', 0.00016],
  ['migration', 0.00016],
  ['qemu', 0.00013],
  ['stable', 0.0001],
  ['TCE', 0.00009],
  ['vfio', 0.00009],
  ['oops', 0.00007],
  ['spapr', 0.00004],
  ['real mode', 0.00005],
  ['kernels', 0.00005],
  ['visible', 0.00005],
  ['PVR', 0.00004],
  ['kvmppc_hv', 0.00003],
  ['compatibility', 0.00003],
  ['KVM_CAP', 0.00003],
  ['KVM_ENABLE_CAP', 0.00002],
  ['HTM', 0.00002],
  ['live migration', 0.00001],
  ['transactional memory', 0.00001],
  ['live', 0.00001],
  ['virtualization', 0.00001],
  ['breaks', 0.00001],
  ['hypercall', 0.00001],
  ['backward', 0.000006],
  ['qemu-system-ppc64', 0.000004],
  ['KVM_CAP_PPC_HTM', 0.000002],
  ['cap-htm', 0.000001],
  ['H_CALL', 0.000001],
]

export function wordsFrom({ below, chance }: Random): Words {
  made ??= table()
  const places = made
  const number = (): string => (chance(0.5) ? below(2 ** 32).toString(16) : chance(0.5) ? `0x${below(2 ** 32).toString(16)}` : String(below(1_000_000)))
  return {
    number,
    word: () => (chance(ONCE) ? number() : (places[below(places.length)] as string)),
  }
}

/** Share of what appears once. */
const ONCE = 0.02
/** Places of the table: a word has as many as its share of them. */
const PLACES = 1 << 20

let made: readonly string[] | undefined

function table(): readonly string[] {
  const places: string[] = []
  const add = (word: string, share: number): void => {
    for (let left = Math.max(1, Math.round(share * PLACES)); left > 0; left--) places.push(word)
  }
  for (const [word, share] of KNOWN) add(word, share)
  for (let rank = 1; places.length < PLACES; rank++) add(syllables(rank), shareOf(rank))
  return places
}

function shareOf(rank: number): number {
  const after = CURVE.findIndex(([other], place) => place > 0 && (other >= rank || place === CURVE.length - 1))
  const [[from, most], [to, least]] = CURVE.slice(after - 1, after + 1) as [(typeof CURVE)[number], (typeof CURVE)[number]]
  return most * (least / most) ** (Math.log(rank / from) / Math.log(to / from))
}

/** A word for each rank: short ones for the first, as in languages. */
function syllables(rank: number): string {
  let word = ''
  for (let left = rank; left > 0; left = Math.floor(left / BEGINNINGS.length))
    word += `${BEGINNINGS[left % BEGINNINGS.length]}${'aeiou'[(left * 7 + word.length) % 5]}`
  return word + (rank % 3 === 0 ? 'n' : rank % 5 === 0 ? 'st' : '')
}

const BEGINNINGS = ['b', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'w', 'z', 'br', 'kl', 'st', 'tr', 'pl', 'gr', 'sp', 'dr']
