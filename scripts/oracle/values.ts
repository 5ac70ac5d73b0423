import type { PropertyHelp } from './catalog.ts'

/** Values other than the default that a property may take, as far as its type and help tell; empty for names of files and other parts. */
export function otherValues({ name, type, about, default: usual }: PropertyHelp): string[] {
  const known = BY_NAME[name]
  if (known) return known.filter((value) => value !== usual)
  if (NO_VALUES.test(name) || /^(link|child|list)/.test(type)) return []
  if (type === 'bool') return usual === 'true' ? ['off'] : usual === 'false' ? ['on'] : ['on', 'off']
  if (type === 'OnOffAuto' || type === 'OnOffSplit') return ['on', 'off', 'auto'].filter((value) => value !== usual)
  const listed = /\(([\w-]+(?:, ?[\w-]+)+)\)|\[([\w-]+(?:, ?[\w-]+)+)\]|^([\w-]+(?:\/[\w-]+)+)/.exec(about.replace(/\(default: .*\)$/, '').trim())
  if (listed && !/^u?int|^size/.test(type)) return (listed[1] ?? listed[2] ?? listed[3] ?? '').split(/, ?|\//).filter((value) => value !== usual)
  if (/^(u?int|size)/.test(type)) {
    const number = Number(usual)
    if (usual === undefined || !Number.isFinite(number)) return ['1', '2', '4']
    if (number > 2 ** 30 || number < 0) return ['1', '2', '4']
    return [...new Set([number * 2, Math.floor(number / 2), number + 1, 1])].filter((value) => value !== number).map(String)
  }
  if (type === 'str' || type === 'string') return ['abc']
  return []
}

const NO_VALUES =
  /^(drive|netdev|chardev|cryptodev|fsdev|memdev|audiodev|rng|bmc|iothread|mac|addr|bus|id|romfile|dtb|dumpdtb|kernel|initrd|append|firmware|pcap|filename|path|legacy-.*|osk|memory-backend|memory-encryption|confidential-guest-support|boot|memory|smp|sgx-epc|pcspk-audiodev|pflash\d|dt-compatible|.*\[\d+\]|virtio-backend|hub|peer)$/
const BY_NAME: Readonly<Record<string, readonly string[]>> = {
  'cap-hpt-max-page-size': ['4096', '65536', '1048576', '16777216'],
  'gic-version': ['2', '3', 'max'],
  iommu: ['none', 'smmuv3'],
  'ic-mode': ['xics', 'xive', 'dual'],
  'max-cpu-compat': ['power8', 'power9', 'power10'],
  'resize-hpt': ['disabled', 'enabled', 'required'],
  'smbios-entry-point-type': ['32', '64'],
  aia: ['none', 'aplic', 'aplic-imsic'],
  loadparm: ['ABC'],
  tx: ['bh', 'timer'],
  duplex: ['full', 'half'],
  romfile: [''],
  'x-speed': ['2_5', '5', '8', '16'],
  'x-width': ['1', '4', '32'],
  logical_block_size: ['512', '4096'],
  physical_block_size: ['512', '4096'],
  devno: ['fe.0.1234', 'fe.0.0099'],
  addr: [],
  'page-sampling': [],
}
