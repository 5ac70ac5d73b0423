import { describe, expect, it, test } from 'vitest'
import { parseDomain } from '../../lib/input/index.ts'
import type { Device } from '../../lib/model/index.ts'
import { message } from '../fixtures/message.ts'

const options = { options: ['cap-htm', 'cap-cfpc', 'cap-hpt-max-page-size', 'usb', 'acpi', 'hpet', 'smm', 'kernel-irqchip'], name: 'input' }
const PC = { type: 'kvm', arch: 'x86_64', machine: 'pc-i440fx-7.2' }
/** A domain of one machine with the given elements. */
const domain = (inner: string, { type, arch, machine } = PC): string =>
  `<domain type='${type}' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><name>x</name><os><type arch='${arch}' machine='${machine}'>hvm</type></os>${inner}</domain>`
const PSERIES = { type: 'kvm', arch: 'ppc64le', machine: 'pseries-7.2' }
const Q35 = { type: 'qemu', arch: 'x86_64', machine: 'pc-q35-7.2' }
const S390 = { type: 'kvm', arch: 's390x', machine: 's390-ccw-virtio-7.2' }
/** Keeps libvirt from adding devices that nobody named. */
const ALONE = '<controller type="usb" model="none"/><memballoon model="none"/>'
const devices = (inner: string, machine = PC) => parseDomain(domain(`<devices>${inner}${ALONE}</devices>`, machine), options)
const PCI = (slot: number, bus = 0) => `<address type='pci' domain='0x0000' bus='0x0${bus}' slot='0x0${slot}' function='0x0'/>`
/** What libvirt always gives to QEMU is left out. */
const withoutUsual = (parts: readonly Device[]) => parts.filter(({ kind }) => kind !== 'boot' && kind !== 'rtc')

describe('a guest whose memory the host cannot read', () => {
  it.each([
    ['sev', 'sev-guest'],
    ['sev-snp', 'sev-snp-guest'],
    ['tdx', 'tdx-guest'],
    ['s390-pv', 's390-pv-guest'],
  ])('%s is guarded by the object %s', (type, driver) => {
    const read = parseDomain(domain(`<launchSecurity type='${type}'><policy>0x3</policy></launchSecurity>`), {
      ...options,
      options: [...options.options, 'confidential-guest-support'],
    })
    expect(read.devices).toContainEqual({ kind: 'object', driver, properties: { id: 'lsec0' } })
    expect(read.facts).toMatchObject({ 'confidential-guest-support': 'lsec0' })
    expect(read['not-understood']).toEqual([])
  })
  it('one of a kind that is not known is listed', () =>
    expect(parseDomain(domain("<launchSecurity type='odd'/>"), options)['not-understood']).toEqual(['<launchSecurity type=odd>']))
})

test('a disk that another process serves has no image here', () => {
  const { devices: parts } = devices(
    `<disk type='vhostuser' device='disk'><driver name='qemu' type='raw'/><source type='unix' path='/x'/><target dev='vda' bus='virtio'/>${PCI(5)}</disk>`,
  )
  expect(parts.filter(({ driver }) => driver.startsWith('vhost-user-blk'))).toHaveLength(1)
  expect(parts.filter(({ kind }) => kind === 'blockdev')).toEqual([])
})

describe('facts of a libvirt domain', () => {
  it.each([
    ['', { accel: 'kvm', arch: 'x86_64', machine: 'pc-i440fx-7.2', nodefaults: 'yes', usb: 'off', acpi: 'off', 'smp.cpus': '1' }],
    ["<memory unit='GiB'>2</memory><vcpu>4</vcpu>", { memory: '2048', smp: '4,sockets=4,cores=1,threads=1', 'smp.cpus': '4', 'smp.maxcpus': '4' }],
    ['<memory>1000</memory>', { memory: '1' }],
    [
      "<vcpu placement='static' current='2'>4</vcpu><cpu><topology sockets='1' dies='1' cores='2' threads='2'/></cpu>",
      { 'smp.cpus': '2', 'smp.maxcpus': '4', 'smp.cores': '2' },
    ],
    ["<maxMemory slots='4' unit='GiB'>8</maxMemory><memory unit='GiB'>1</memory>", { memory: '1024', 'memory.maxmem': '8192', 'memory.slots': '4' }],
    ["<cpu mode='host-passthrough' check='none' migratable='on'/>", { vcpu: 'host,migratable=on' }],
    ["<cpu mode='maximum'/>", { vcpu: 'max' }],
    [
      "<cpu mode='custom' match='exact'><model fallback='forbid'>Haswell</model><feature policy='require' name='lahf_lm'/><feature policy='disable' name='rtm'/><cache mode='passthrough'/></cpu>",
      { vcpu: 'Haswell,lahf-lm=on,rtm=off,host-cache-info=on,l3-cache=off' },
    ],
    [
      "<features><acpi/><hyperv><relaxed state='on'/><spinlocks state='on' retries='8191'/><vapic state='off'/></hyperv><kvm><hidden state='on'/></kvm></features><cpu mode='host-passthrough'/><clock offset='utc'><timer name='hypervclock' present='yes'/><timer name='hpet' present='no'/></clock>",
      { vcpu: 'host,hv-relaxed=on,hv-spinlocks=0x1fff,kvm=off,hv-time=on', hpet: 'off' },
    ],
  ])('%s', (inner, facts) => {
    const read = parseDomain(domain(inner), options)
    expect(read.facts).toMatchObject(facts)
    expect(read['not-understood']).toEqual([])
    expect(read.complete).toBe(true)
  })
  it('of the vCPUs that are plugged, others than the first ones are named', () => {
    const of = (...ids: number[]) =>
      domain(
        `<vcpu current='2'>4</vcpu><vcpus>${[0, 1, 2, 3].map((id) => `<vcpu id='${id}' enabled='${ids.includes(id) ? 'yes' : 'no'}' hotpluggable='yes'/>`).join('')}</vcpus>`,
      )
    expect(parseDomain(of(0, 1), options)['not-understood']).toEqual([])
    expect(parseDomain(of(0, 3), options)['not-understood']).toEqual(['<vcpus enabled=0,3>'])
  })
  it("the time stamp counter of Xen's guests", () => {
    const xen = domain("<clock offset='utc'><timer name='tsc' mode='native'/></clock>", { ...PC, type: 'xen' })
    expect(parseDomain(xen, options).devices).toContainEqual({ kind: 'hvm', driver: 'hvm', properties: { tsc_mode: 'native' } })
  })
  it('on POWER, capabilities and compatibility modes', () => {
    const features = "<htm state='off'/><cfpc value='workaround'/><hpt resizing='enabled'><maxpagesize unit='KiB'>64</maxpagesize></hpt><nested-hv state='on'/>"
    const read = parseDomain(
      domain(`<memory unit='MiB'>500</memory><cpu mode='host-model'><model>power8</model></cpu><features>${features}</features>`, PSERIES),
      options,
    )
    expect(read.facts).toMatchObject({
      arch: 'ppc64',
      memory: '512',
      vcpu: 'host',
      'max-cpu-compat': 'power8',
      'cap-htm': 'off',
      'cap-cfpc': 'workaround',
      'cap-hpt-max-page-size': '64k',
    })
    expect(read['not-understood']).toEqual(['<features/hpt resizing=enabled>', '<features/nested-hv state=on>'])
  })
  it('have their element as their place', () => expect(parseDomain(domain('<vcpu>2</vcpu>'), options).places).toMatchObject({ 'smp.cpus': 'input, <vcpu>' }))
})

describe('devices of a libvirt domain as libvirt gives them to QEMU', () => {
  it.each([
    [
      'a disk on virtio',
      PC,
      `<disk type='file' device='disk'><driver name='qemu' type='qcow2' cache='none' queues='4'/><source file='/x'/><target dev='vda' bus='virtio'/><serial>S</serial>${PCI(5)}</disk>`,
      [
        'blockdev qcow2 node-name=libvirt-1-format read-only=off',
        'device virtio-blk-pci id=virtio-disk0 drive=libvirt-1-format num-queues=4 serial=S bus=pci.0 addr=0x5',
      ],
    ],
    [
      'an empty CD drive',
      PC,
      "<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>",
      ['device ide-cd id=ide0-1-0 bus=ide.1 unit=0'],
    ],
    [
      'a disk on SATA',
      Q35,
      "<disk type='file'><source file='/x'/><target dev='sdb' bus='sata'/></disk>",
      ['device ide-hd id=sata0-0-1 bus=ide.1 drive=libvirt-1-format'],
    ],
    [
      'a disk on SCSI',
      PSERIES,
      "<controller type='scsi' index='0' model='virtio-scsi'/><disk type='file'><source file='/x'/><target dev='sda' bus='scsi'/><address type='drive' controller='0' bus='0' target='0' unit='3'/></disk>",
      [
        'device virtio-scsi-pci id=scsi0',
        'device scsi-hd id=scsi0-0-0-3 bus=scsi0.0 channel=0 scsi-id=0 lun=3 device_id=drive-scsi0-0-0-3 drive=libvirt-1-format',
      ],
    ],
    [
      'a network card',
      PC,
      `<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/><model type='virtio'/><driver name='vhost' queues='2'/><mtu size='9000'/><alias name='net7'/>${PCI(3)}</interface>`,
      [
        'netdev tap id=hostnet7 vhost=on',
        'device virtio-net-pci mq=on vectors=6 host_mtu=9000 netdev=hostnet7 id=net7 mac=52:54:00:00:00:01 bus=pci.0 addr=0x3',
      ],
    ],
    [
      'a channel device',
      S390,
      "<interface type='user'><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/></interface>",
      ['netdev user id=hostnet0', 'device virtio-net-ccw netdev=hostnet0 id=net0 devno=fe.0.0001'],
    ],
    [
      'busses before what is on them',
      Q35,
      `<controller type='usb' index='0' model='qemu-xhci'>${PCI(0, 1)}</controller><controller type='pci' index='1' model='pcie-root-port'/>`,
      ['device pcie-root-port port=0 chassis=1 id=pci.1', 'device qemu-xhci id=usb bus=pci.1 addr=0x0'],
    ],
    [
      'ports of PCI Express',
      Q35,
      `<controller type='pci' index='0' model='pcie-root'/><controller type='pci' index='1' model='pcie-root-port'><model name='pcie-root-port'/><target chassis='1' port='0x10'/><address type='pci' bus='0x00' slot='0x02' function='0x0' multifunction='on'/></controller><rng model='virtio'><backend model='random'>/dev/urandom</backend>${PCI(0, 1)}</rng>`,
      [
        'device pcie-root-port port=16 chassis=1 id=pci.1 bus=pcie.0 multifunction=on addr=0x2',
        'object rng-random id=objrng0',
        'device virtio-rng-pci rng=objrng0 id=rng0 bus=pci.1 addr=0x0',
      ],
    ],
    [
      'a vhost-scsi target',
      PC,
      "<hostdev mode='subsystem' type='scsi_host' managed='no'><source protocol='vhost' wwpn='naa.5'/></hostdev>",
      ['device vhost-scsi-pci wwpn=naa.5 id=hostdev0'],
    ],
    [
      'a function of the host',
      PC,
      `<hostdev mode='subsystem' type='pci'><source><address bus='6'/></source>${PCI(6)}</hostdev>`,
      ['device vfio-pci id=hostdev0 bus=pci.0 addr=0x6'],
    ],
    [
      'a console on POWER',
      PSERIES,
      "<serial type='pty'><target port='0'/></serial><console type='pty'><target type='serial' port='0'/></console>",
      ['device spapr-vty chardev=charserial0 id=serial0 reg=0x30000000'],
    ],
    [
      'an agent',
      PC,
      "<controller type='virtio-serial' index='0'/><channel type='unix'><source mode='bind' path='/x'/><target type='virtio' name='org.qemu.guest_agent.0' state='connected'/><address type='virtio-serial' controller='0' bus='0' port='1'/></channel>",
      [
        'device virtio-serial-pci id=virtio-serial0',
        'device virtserialport chardev=charchannel0 id=channel0 name=org.qemu.guest_agent.0 bus=virtio-serial0.0 nr=1',
      ],
    ],
    [
      'displays, the primary first',
      PC,
      "<video><model type='qxl' ram='65536' vram='32768' heads='1'/></video><video><model type='vga' vram='16384' primary='yes'/></video>",
      ['device VGA id=video0 vgamem_mb=16', 'device qxl id=video1 max_outputs=1 ram_size=67108864 vram_size=33554432 vram64_size_mb=0'],
    ],
    [
      'a pair of USB controllers, and what hangs on them',
      PC,
      "<controller type='usb' index='0' model='ich9-ehci1'/><controller type='usb' index='0' model='ich9-uhci2'><master startport='2'/></controller><input type='tablet' bus='usb'><address type='usb' bus='0' port='1'/></input><input type='mouse' bus='ps2'/>",
      ['device ich9-usb-ehci1 id=usb', 'device ich9-usb-uhci2 masterbus=usb.0 firstport=2', 'device usb-tablet id=input0 bus=usb.0 port=1'],
    ],
    [
      'controllers without a number, as virt-install writes them: each its own, the halves of one for USB 2 the same',
      Q35,
      "<controller type='usb' model='ich9-ehci1'/><controller type='usb' model='ich9-uhci1'><master startport='0'/></controller><controller type='usb' model='ich9-uhci2'><master startport='2'/></controller><controller type='usb' model='ich9-ehci1'/><controller type='usb' model='qemu-xhci'/><controller type='usb' model='ich9-uhci1'/><controller type='pci' model='pcie-root'/><controller type='pci' model='pcie-root-port'/><controller type='pci' index='2' model='pcie-root-port'/><controller type='pci' model='pcie-root-port'/>",
      [
        'device pcie-root-port port=0 chassis=1 id=pci.1',
        'device pcie-root-port port=0 chassis=2 id=pci.2',
        'device pcie-root-port port=0 chassis=3 id=pci.3',
        'device ich9-usb-ehci1 id=usb',
        'device ich9-usb-uhci1 masterbus=usb.0 firstport=0',
        'device ich9-usb-uhci2 masterbus=usb.0 firstport=2',
        'device ich9-usb-ehci1 id=usb1',
        'device qemu-xhci id=usb2',
        'device ich9-usb-uhci1 masterbus=usb3.0 firstport=0',
      ],
    ],
    ['sound', PC, "<sound model='ich6'/>", ['device intel-hda id=sound0', 'device hda-duplex id=sound0-codec0 bus=sound0.0 cad=0']],
    [
      'a TPM',
      PC,
      "<tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>",
      ['tpmdev emulator id=tpm-tpm0 version=2.0', 'device tpm-crb tpmdev=tpm-tpm0 id=tpm0'],
    ],
    [
      'a watchdog and a panic device',
      PC,
      "<watchdog model='i6300esb' action='reset'/><panic model='isa'><address type='isa' iobase='0x505'/></panic>",
      ['device i6300esb id=watchdog0', 'device pvpanic ioport=1285'],
    ],
    [
      'a folder of the host',
      PC,
      "<filesystem type='mount' accessmode='passthrough'><source dir='/x'/><target dir='tag'/></filesystem>",
      ['fsdev local id=fsdev-fs0 security_model=passthrough', 'device virtio-9p-pci id=fs0 fsdev=fsdev-fs0 mount_tag=tag'],
    ],
    ['an IOMMU', Q35, "<iommu model='intel'><driver intremap='on' caching_mode='on'/></iommu>", ['device intel-iommu intremap=on caching-mode=on']],
    [
      'shared memory',
      PC,
      "<shmem name='s'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>",
      ['object memory-backend-file id=shmmem-shmem0 mem-path=/dev/shm/s size=4194304', 'device ivshmem-plain id=shmem0 memdev=shmmem-shmem0'],
    ],
  ])('%s', (_, machine, inner, parts) => {
    const read = devices(inner, machine)
    expect(
      read.devices
        .map(({ kind, driver, properties }) => [kind, driver, ...Object.entries(properties).map((pair) => pair.join('='))].join(' '))
        .filter((part) => !/^(chardev|blockdev raw|boot|rtc) /.test(part)),
    ).toEqual(parts)
    expect(read['not-understood']).toEqual([])
  })
  const USB = { kind: 'device', driver: 'piix3-usb-uhci', properties: { id: 'usb', bus: 'pci.0', addr: '0x1.0x2' } }
  const BALLOON = { kind: 'device', driver: 'virtio-balloon-pci', properties: { id: 'balloon0' } }
  const one = (driver: string, properties = {}) => ({ kind: 'device', driver, properties })
  it.each<[string, typeof PC, object[], string[]]>([
    ['', PC, [USB, BALLOON], []],
    ['', Q35, [BALLOON], ['the USB controller that libvirt adds where none is named (`virsh dumpxml` names it)']],
    ['', S390, [one('virtio-balloon-ccw', { id: 'balloon0' })], []],
    [
      '',
      { type: 'qemu', arch: 'riscv64', machine: 'virt' },
      [],
      [
        'the USB controller that libvirt adds where none is named (`virsh dumpxml` names it)',
        'the memory balloon, which older versions of libvirt add to this machine (`virsh dumpxml` names it)',
      ],
    ],
    ['', { type: 'qemu', arch: 'aarch64', machine: 'virt-7.2' }, [], []],
    [
      "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/></disk>",
      { type: 'qemu', arch: 'aarch64', machine: 'virt-7.2' },
      [one('ahci', { id: 'sata0' }), one('ide-cd', { id: 'sata0-0-0', bus: 'sata0.0' })],
      [],
    ],
    [
      "<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>",
      S390,
      [
        one('virtio-scsi-ccw', { id: 'scsi0' }),
        one('scsi-generic', { id: 'hostdev0', bus: 'scsi0.0', channel: '0', 'scsi-id': '0', lun: '0' }),
        one('virtio-balloon-ccw', { id: 'balloon0' }),
      ],
      [],
    ],
    [
      "<input type='tablet' bus='usb'/>",
      { type: 'qemu', arch: 'aarch64', machine: 'virt-7.2' },
      [one('usb-tablet', { id: 'input0' })],
      ['a USB controller for what is on USB (`virsh dumpxml` names it)'],
    ],
    [
      "<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='1'/></hostdev>",
      S390,
      [one('scsi-generic', { id: 'hostdev0', bus: 'scsi1.0', channel: '0', 'scsi-id': '0', lun: '0' }), one('virtio-balloon-ccw', { id: 'balloon0' })],
      ['the scsi controllers that libvirt adds where none is named (`virsh dumpxml` names it)'],
    ],
    [`<graphics type='vnc'/>${ALONE}`, PC, [], ['the video card that libvirt adds where there is <graphics> (`virsh dumpxml` names it)']],
    [
      `<graphics type='vnc'/><video><model type='vga'/></video>${ALONE}`,
      PSERIES,
      [one('VGA', { id: 'video0' }), one('usb-kbd', { id: 'input0' }), one('usb-mouse', { id: 'input1' })],
      [],
    ],
    [
      `<graphics type='vnc'/><video><model type='none'/></video><input type='keyboard' bus='usb'/><input type='mouse' bus='usb'/>${ALONE}`,
      PSERIES,
      [one('usb-kbd', { id: 'input0' }), one('usb-mouse', { id: 'input1' })],
      [],
    ],
    [
      `<channel type='unix'><target type='virtio' name='a.0'/></channel>${ALONE}`,
      PC,
      [one('virtio-serial-pci', { id: 'virtio-serial0' }), one('virtserialport', { chardev: 'charchannel0', id: 'channel0', name: 'a.0' })],
      [],
    ],
  ])('devices that nobody asked for: %s', (inner, machine, parts, notUnderstood) => {
    const read = parseDomain(domain(`<devices>${inner}</devices>`, machine), options)
    expect(withoutUsual(read.devices).filter(({ kind }) => kind !== 'chardev')).toEqual(parts)
    expect(read['not-understood']).toEqual(notUnderstood)
  })
})

describe('memory of a libvirt domain', () => {
  const dimm = "<memory model='dimm'><target><size unit='MiB'>512</size><node>0</node></target><address type='dimm' slot='0' base='0x100000000'/></memory>"
  it('plugged memory is not counted twice', () => {
    const read = parseDomain(domain(`<memory unit='MiB'>1536</memory><devices>${dimm}${ALONE}</devices>`), options)
    expect(read.facts.memory).toBe('1024')
    expect(withoutUsual(read.devices)).toEqual([
      { kind: 'object', driver: 'memory-backend-ram', properties: { id: 'memdimm0', size: '536870912' } },
      { kind: 'device', driver: 'pc-dimm', properties: { node: '0', memdev: 'memdimm0', id: 'dimm0', slot: '0', addr: '4294967296' } },
    ])
  })
  it.each([
    ['pc-i440fx-7.2', ['object memory-backend-ram', 'numa node', 'numa dist'], { nodeid: '0', cpus: '0-1', memdev: 'ram-node0' }],
    ['pc-i440fx-4.2', ['numa node', 'numa dist'], { nodeid: '0', cpus: '0-1', mem: '256' }],
  ])('NUMA nodes of %s', (machine, kinds, node) => {
    const cell = "<cell id='0' cpus='0-1' memory='262144' unit='KiB'><distances><sibling id='0' value='10'/></distances></cell>"
    const read = parseDomain(domain(`<memory>262144</memory><cpu><numa>${cell}</numa></cpu>`, { ...PC, machine }), options)
    expect(withoutUsual(read.devices).map(({ kind, driver }) => `${kind} ${driver}`)).toEqual(kinds)
    expect(read.devices.find(({ driver }) => driver === 'node')?.properties).toEqual(node)
    expect(read.facts.memory).toBe('256')
  })
})

describe('the rest of a libvirt domain', () => {
  it('firmware, kernel, clock, tables', () => {
    const os =
      "<loader type='pflash' readonly='yes' secure='yes'>/code</loader><nvram>/vars</nvram><kernel>/k</kernel><cmdline>console=hvc0</cmdline><boot dev='hd'/><smbios mode='sysinfo'/>"
    const rest =
      "<uuid>u</uuid><sysinfo type='smbios'><system><entry name='product'>P</entry></system></sysinfo><clock offset='utc'><timer name='rtc' tickpolicy='catchup'/></clock><pm><suspend-to-mem enabled='no'/></pm>"
    const read = parseDomain(domain(rest).replace('</os>', `${os}</os>`), options)
    expect(read.facts.append).toBe('console=hvc0')
    expect(read.devices.map(({ kind, driver, properties }) => [kind, driver, ...Object.entries(properties).map((pair) => pair.join('='))].join(' '))).toEqual([
      'uuid uuid uuid=u',
      'drive pflash file=/code unit=0 readonly=on',
      'global cfi.pflash01 secure=on',
      'drive pflash file=/vars unit=1',
      'kernel kernel file=/k',
      'boot boot strict=on',
      'smbios 1 product=P',
      'rtc rtc base=utc driftfix=slew',
      'global PIIX4_PM disable_s3=1',
    ])
    expect(read['not-understood']).toEqual([])
  })
  it('the order to boot in, which devices get', () => {
    const disk = (device: string, target: string) => `<disk type='file' device='${device}'><source file='/x'/><target dev='${target}' bus='ide'/></disk>`
    const boot = "<boot dev='cdrom'/><boot dev='hd'/><bootmenu enable='yes'/>"
    const xml = domain(`<devices>${disk('disk', 'hda')}${disk('disk', 'hdb')}${disk('cdrom', 'hdc')}${ALONE}</devices>`).replace('</os>', `${boot}</os>`)
    expect(
      parseDomain(xml, options)
        .devices.filter(({ kind }) => kind !== 'blockdev' && kind !== 'rtc')
        .map(({ driver, properties }) => [driver, properties.bootindex ?? properties.menu]),
    ).toEqual([
      ['boot', 'on'],
      ['ide-hd', '2'],
      ['ide-hd', undefined],
      ['ide-cd', '1'],
    ])
  })
  it('words for QEMU itself, whatever their prefix', () => {
    const xml = `<domain type='qemu' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'><os><type machine='pc'>hvm</type></os>
      <q:commandline><q:arg value='-device'/><q:arg value='e1000,id=n'/><q:arg value='-readconfig'/><q:arg value='f'/><q:env name='A' value='b'/></q:commandline>
      <q:override><q:device alias='n'><q:frontend><q:property name='mq' type='bool' value='false'/></q:frontend></q:device></q:override></domain>`
    const read = parseDomain(xml, options)
    expect(withoutUsual(read.devices)).toEqual([{ kind: 'device', driver: 'e1000', properties: { id: 'n', mq: 'off' } }])
    expect(read['not-understood']).toEqual(['<qemu:commandline/qemu:env A=b>', '-readconfig f'])
  })
  it('what libvirt is told of its QEMU is no part of the VM, but for names that are not known', () => {
    const inner =
      "<devices><memballoon model='none'/></devices><qemu:capabilities><qemu:add capability='blockdev'/><qemu:add capability='incremental-backup'/><qemu:add capability='x'/></qemu:capabilities>"
    const text = domain(inner, PC)
    expect(parseDomain(text, options)['not-understood']).toContain('<qemu:capabilities/qemu:add capability=x>')
    expect(parseDomain(text, options)['not-understood'].join()).not.toMatch(/blockdev|incremental-backup/)
  })
  it('what is not understood has its path, with its values', () => {
    const read = devices(
      "<controller type='odd' index='3'/><disk type='file' device='disk' future='x'><target dev='vda' bus='virtio'/><new a='b'>t</new></disk>",
    )
    expect(read['not-understood']).toEqual(['<devices/controller type=odd index=3>', '<devices/disk future=x>', '<devices/disk/new a=b t>'])
  })
  it('the kind of a Xen guest is known', () => {
    const xml = (type: string) => `<domain type='xen'><os><type>${type}</type></os></domain>`
    expect(parseDomain(xml('hvm'), options).facts).toMatchObject({ accel: 'xen', 'guest.type': 'hvm' })
    expect(parseDomain(xml('linux'), options).facts).toMatchObject({ 'guest.type': 'pv' })
  })
  it('entities of XML are, others are not', () =>
    expect(parseDomain(domain('<os><cmdline>a &amp; &#98; &other;</cmdline></os>').replace('hvm</type></os><os>', 'hvm</type>'), options).facts.append).toBe(
      'a & b &other;',
    ))
  it.each([
    [`<!DOCTYPE x [<!ENTITY a "b">]>${domain('')}`, '`input` has a DOCTYPE, which is not read; remove it'],
    ['<network/>', '`input` is not a libvirt domain; its root element is <domain>'],
    ['<domain><os>', '`input` is not well-formed XML: inval'],
  ])('%s', (text, says) => expect(message(() => parseDomain(text, options))).toContain(says))
})

it('text that stands in the domain itself is said to', () => {
  expect(parseDomain('<domain type="kvm"><name>a</name> // a name <memory>1024</memory></domain>', options)['not-understood']).toContain('<domain // a name>')
})
