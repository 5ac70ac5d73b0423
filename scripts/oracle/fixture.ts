import type { PropertyHelp } from './catalog.ts'

/** What a device needs around it: options before it, and properties of its own. */
export interface Fixture {
  readonly options: readonly string[]
  readonly properties: Readonly<Record<string, string>>
}

/**
 * What a driver needs to be put into a machine: a bus to sit on and backends; undefined where it needs what a lone process has not (hardware of the host,
 * another process).
 * @param n a number that no other device of the machine has
 */
export function fixtureOf(driver: string, bus: string, properties: readonly PropertyHelp[], n: number, machine = ''): Fixture | undefined {
  if (NEEDS_MORE.test(driver)) return undefined
  const has = new Set(properties.map(({ name }) => name))
  const options: string[] = []
  const own: Record<string, string> = {}
  const isCcw = machine.startsWith('s390')
  const controller = (device: string, own: string) =>
    options.push('-device', isCcw ? device.replace(/-pci$/, '-ccw') : `${device},addr=1${n}`.replace(/$/, own))
  if (bus === 'SCSI') {
    controller('virtio-scsi-pci', `,id=hba${n}`)
    if (isCcw) options[1] += `,id=hba${n}`
    own.bus = `hba${n}.0`
  }
  if (bus === 'usb-bus') {
    controller('qemu-xhci', `,id=hcd${n}`)
    own.bus = `hcd${n}.0`
  }
  if (bus === 'virtio-serial-bus') {
    controller('virtio-serial-pci', `,id=ser${n}`)
    if (isCcw) options[1] += `,id=ser${n}`
    own.bus = `ser${n}.0`
  }
  if (bus === 'HDA') {
    controller('intel-hda', `,id=hda${n}`)
    own.bus = `hda${n}.0`
  }
  if (has.has('drive')) {
    options.push('-blockdev', `driver=null-co,node-name=disk${n},size=67108864,read-zeroes=on`)
    own.drive = `disk${n}`
  }
  if (has.has('netdev')) {
    options.push('-netdev', `hubport,hubid=${n},id=net${n}`)
    own.netdev = `net${n}`
  }
  if (has.has('mac')) own.mac = `52:54:00:00:00:0${n % 10}`
  if (has.has('chardev') && !driver.startsWith('pci-serial-')) {
    options.push('-chardev', `null,id=char${n}`)
    own.chardev = `char${n}`
  }
  if (has.has('cryptodev')) {
    options.push('-object', `cryptodev-backend-builtin,id=crypto${n}`)
    own.cryptodev = `crypto${n}`
  }
  if (has.has('fsdev')) {
    options.push('-fsdev', `local,id=fs${n},path=/tmp,security_model=none`)
    own.fsdev = `fs${n}`
    own.mount_tag = 'share'
  }
  if (has.has('memdev')) {
    options.push('-object', `memory-backend-ram,id=mem${n},size=64M${driver.startsWith('ivshmem') ? ',share=on' : ''}`)
    own.memdev = `mem${n}`
  }
  if (has.has('audiodev')) {
    options.push('-audiodev', `none,id=snd${n}`)
    own.audiodev = `snd${n}`
  }
  if (driver === 'spapr-rng') {
    options.push('-object', `rng-random,id=rng${n},filename=/dev/urandom`)
    own.rng = `rng${n}`
  }
  if (/^(isa|pci|smbus)-ipmi/.test(driver)) {
    options.push('-device', `ipmi-bmc-sim,id=bmc${n}`)
    own.bmc = `bmc${n}`
  }
  if (driver === 'spapr-pci-host-bridge') own.index = String(n)
  if (driver === 'nvme') own.serial = `s${n}`
  if (/^(pcie-root-port|ioh3420|pci-bridge)/.test(driver)) own[driver.startsWith('pci-bridge') ? 'chassis_nr' : 'chassis'] = String(n)
  if (driver === 'vmgenid') own.guid = '324e6eaf-d1d1-4bf6-bf41-b9bb6c91fb87'
  if (driver === 'isa-applesmc') own.osk = 'x'.repeat(64)
  return { options, properties: own }
}

const NEEDS_MORE =
  /^(vfio|vhost|u2f|usb-(host|redir|mtp|ccid|braille)|ccid-|ivshmem-doorbell|scsi-(block|generic)|tpm|xen|nvme-(ns|subsys)|pvrdma|loader|guest-loader|x-pci-proxy|cxl|nvdimm|sgx|virtio-input-host|virtio-(pmem|mem)|.*-cpu$|.*-spapr-cpu-core|x-remote|igd|ipoctal|sd-card|emc|pci-bridge-seat|.*-gl|virtio-vga-gl|kvm)/
