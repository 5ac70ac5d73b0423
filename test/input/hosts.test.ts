import { describe, expect, it } from 'vitest'
import { parseFile, parseSide, parseText, withHost } from '../../lib/input/index.ts'

const options = { options: ['cap-htm'], name: 'input' }
const facts = (text: string) => parseText(text, options).facts
const rest = (text: string) => parseText(text, options)['not-understood']

describe('what programs say of a host', () => {
  it('uname, QEMU, libvirt and a POWER CPU', () => {
    const text = `Linux host 6.1.0-18-powerpc64le #1 SMP Debian 6.1.76-1 (2024-02-01) ppc64le GNU/Linux
QEMU emulator version 7.2.9 (Debian 1:7.2+dfsg-7+deb12u5)
Copyright (c) 2003-2022 Fabrice Bellard and the QEMU Project developers
Using library: libvirt 9.0.0
Using API: QEMU 9.0.0
Running hypervisor: QEMU 7.2.9

processor\t: 0
cpu\t\t: POWER9, altivec supported
revision\t: 2.1 (pvr 004e 1201)
platform\t: PowerNV
`
    expect(facts(text)).toEqual({ linux: '6.1.0-18-powerpc64le', arch: 'ppc64', qemu: '7.2.9', libvirt: '9.0.0', cpu: 'power9-dd2.1' })
    expect(rest(`${text}something else`)).toEqual(['something else'])
  })
  it.each([
    ['cpu : POWER8E (raw), altivec supported\nrevision : 2.1 (pvr 004b 0201)', 'power8e'],
    ['vendor_id : GenuineIntel\ncpu family : 6\nmodel : 85\nmodel name : x\nstepping : 7', 'cascadelake-server'],
    ['vendor_id : GenuineIntel\ncpu family : 6\nmodel : 63\nstepping : 2', 'haswell'],
    ['vendor_id : AuthenticAMD\ncpu family : 23\nmodel : 49\nstepping : 0', 'epyc-rome'],
    ['vendor_id : AuthenticAMD\ncpu family : 23\nmodel : 113\nstepping : 0', undefined],
    ['CPU implementer : 0x41\nCPU part : 0xd0c', 'neoverse-n1'],
    ['vendor_id : IBM/S390\nprocessor 0: version = FF, identification = 1, machine = 3931', 'gen16a'],
  ])('%j is a %s', (text, cpu) => expect(facts(`processor : 0\n${text}`).cpu).toBe(cpu))
  it('an enterprise build of QEMU keeps its release', () =>
    expect(facts('QEMU emulator version 8.2.0 (qemu-kvm-8.2.0-11.el9_4.6)').qemu).toBe('8.2.0-11.el9_4.6'))
  it('xl info', () => {
    const text = `host                   : a
release                : 5.10.0-8-amd64
machine                : x86_64
virt_caps              : pv hvm hvm_directio
xen_major              : 4
xen_minor              : 14
xen_extra              : .3-pre
xen_version            : 4.14.3-pre
xen_scheduler          : credit2`
    expect(facts(text)).toEqual({ xen: '4.14.2', accel: 'xen', linux: '5.10.0-8-amd64', arch: 'x86_64' })
    expect(facts(text.replace(/xen_version.*\n/, '')).xen).toBe('4.14.3')
  })
})

describe("libvirt's capabilities", () => {
  const guest = (machines: string[]) =>
    `<guest><os_type>hvm</os_type><arch name='x86_64'>${machines.map((machine) => `<machine maxCpus='255'>${machine}</machine>`).join('')}<domain type='qemu'/><domain type='kvm'/></arch></guest>`
  const host = (model: string, machines: string[]) =>
    `<capabilities><host><cpu><arch>x86_64</arch><model>${model}</model><vendor>Intel</vendor></cpu></host>${guest(machines)}</capabilities>`
  it('of a host', () =>
    expect(facts(host('Haswell-noTSX-IBRS', ['pc-i440fx-7.1', 'pc-q35-7.2', 'pc', 'pc-i440fx-2.10']))).toEqual({
      arch: 'x86_64',
      cpu: 'haswell',
      'cpu.without': 'hle,rtm',
      accel: 'kvm',
      qemu: '7.2',
    }))
  it('of a vendor, whose machine types do not tell the version', () => {
    const text = host('Future-CPU', ['pc-q35-rhel9.4.0'])
    expect(facts(text)).toEqual({ arch: 'x86_64', accel: 'kvm' })
    expect(rest(text)).toEqual(['<host/cpu/model Future-CPU>'])
  })
  it('of a domain, which say what host-model is', () => {
    const text = `<domainCapabilities><path>/usr/bin/qemu-system-x86_64</path><domain>kvm</domain><machine>pc-i440fx-7.2</machine><arch>x86_64</arch><cpu>
      <mode name='host-passthrough' supported='yes'/><mode name='host-model' supported='yes'><model fallback='forbid'>Haswell</model><feature policy='require' name='tsc_adjust'/><feature policy='disable' name='rtm'/></mode></cpu></domainCapabilities>`
    expect(facts(text)).toEqual({ accel: 'kvm', arch: 'x86_64', 'host-model': 'Haswell,tsc-adjust=on,rtm=off', cpu: 'haswell', 'cpu.without': 'rtm,spec-ctrl' })
    const vm = parseText("<domain type='kvm'><os><type arch='x86_64' machine='pc'>hvm</type></os><cpu mode='host-model'/></domain>", options)
    expect(withHost(vm, parseText(text, options)).facts).toMatchObject({ vcpu: 'Haswell,tsc-adjust=on,rtm=off', cpu: 'haswell' })
  })
})

describe('what CPUs of one name lack', () => {
  const capabilities = (model: string, more = '') =>
    `<capabilities><host><cpu><arch>x86_64</arch><model>${model}</model><vendor>Intel</vendor>${more}</cpu></host></capabilities>`
  it.each([
    ['Haswell', '', 'haswell', 'spec-ctrl'],
    ['Haswell-noTSX', '', 'haswell', 'hle,rtm,spec-ctrl'],
    ['Haswell-noTSX', "<feature name='spec-ctrl'/>", 'haswell', 'hle,rtm'],
    ['Haswell-noTSX-IBRS', '', 'haswell', 'hle,rtm'],
    ['Haswell-v4', '', 'haswell', 'hle,rtm'],
    ['Skylake-Client-IBRS', '', 'skylake-client', undefined],
    ['EPYC', '', 'epyc', 'ibpb'],
    ['EPYC-IBPB', '', 'epyc', undefined],
    // The nearest model that libvirt found is another generation's.
    ['Westmere', "<signature family='6' model='69' stepping='1'/>", 'haswell', 'spec-ctrl'],
    ['Westmere', "<signature family='6' model='167' stepping='1'/>", undefined, undefined],
  ])("by libvirt's model %s%s", (model, more, cpu, lacking) => {
    const read = facts(capabilities(model, more))
    expect([read.cpu, read['cpu.without']]).toEqual([cpu, lacking])
  })
  it('by the flags of /proc/cpuinfo', () => {
    const report = (flags: string) => facts(`processor\t: 0\nvendor_id : GenuineIntel\ncpu family : 6\nmodel : 63\nstepping : 2\nflags : fpu ${flags}\n`)
    expect(report('hle rtm ibrs ibpb')).toEqual({ cpu: 'haswell' })
    expect(report('ibrs')).toEqual({ cpu: 'haswell', 'cpu.without': 'hle,rtm' })
  })
  it('and what a domain of mode host-model does not get is none of it', () => {
    const text = `<domainCapabilities><domain>kvm</domain><arch>x86_64</arch><cpu><mode name='host-model' supported='yes'><model>EPYC-Rome</model><feature policy='require' name='invtsc'/><feature policy='disable' name='ibpb'/></mode></cpu></domainCapabilities>`
    expect(facts(text)).toMatchObject({ 'host-model': 'EPYC-Rome,ibpb=off', cpu: 'epyc-rome', 'cpu.without': 'ibpb' })
  })
  it('a guest of another architecture stays what it is under TCG, and one of 32 bits on a host of 64', () => {
    const arch = (type: string, guest: string) =>
      withHost(
        parseText(`<domain type='${type}'><os><type arch='${guest}' machine='virt'>hvm</type></os></domain>`, options),
        parseText('Linux host 6.1.0 x86_64 GNU/Linux\n', options),
      ).facts.arch
    expect([arch('qemu', 'aarch64'), arch('kvm', 'i686'), arch('kvm', 'aarch64')]).toEqual(['aarch64', 'i386', 'x86_64'])
  })
  it("a build between Xen's releases is what the release before it was", () =>
    expect(facts('xen_major : 4\nxen_minor : 17\nxen_version : 4.17.4-pre\n').xen).toBe('4.17.3'))
})

describe('configurations of xl', () => {
  it('with comments, lists over lines, and both quotes', () => {
    const read = parseText(
      `# a guest
name = "g"; builder = 'hvm'
memory = 1024   # MiB
maxmem = 2048
vcpus = 2
maxvcpus = 4
boot = "dc"
disk = [ 'phy:/dev/x,xvda,w',
  "format=qcow2,vdev=hdc,access=ro,devtype=cdrom,target=/a b.iso", # the CD
]
vif = [ 'mac=00:16:3e:00:00:01,bridge=br0,model=e1000' ]
vif += [ 'mac=00:16:3e:00:00:02' ]
pci = [ '0000:03:00.0,permissive=1' ]
kernel = "/usr/lib/xen/boot/hvmloader"
hpet = 1
serial = "pty"
vnc = 1
on_crash = "restart"
import os
vnuma = [ [ "pnode=0", "size=1024" ] ]
`,
      options,
    )
    expect(read.facts).toEqual({ accel: 'xen', 'guest.type': 'hvm', 'smp.cpus': '2', 'smp.maxcpus': '4', memory: '1024', 'memory.maxmem': '2048' })
    expect(read.devices.map(({ kind, driver, properties }) => [kind, driver, ...Object.entries(properties).map((pair) => pair.join('='))].join(' '))).toEqual([
      'boot boot order=dc',
      'disk xen vdev=xvda access=rw',
      'disk xen vdev=hdc format=qcow2 access=ro devtype=cdrom',
      'vif e1000 mac=00:16:3e:00:00:01',
      'vif default mac=00:16:3e:00:00:02',
      'pci passthrough device=0000:03:00.0',
      'serial pty',
      'vnuma vnuma nodes=1',
      'hvm hvm hpet=1',
    ])
    expect(read['not-understood']).toEqual(['import os'])
    expect(read.complete).toBe(true)
    expect(read.places.memory).toBe('input, memory')
  })
  it.each([
    ['type = "pv"\nvnc = 1', 'vfb vfb'],
    ['type = "hvm"\nvnc = 1', ''],
    ['vif = [ "mac=00:16:3E:00:00:01,mtu=9000,bridge=br0" ]', 'vif default mac=00:16:3e:00:00:01 mtu=9000'],
    ['type = "hvm"\nusbdevice = [ "host:1.1", "tablet" ]', 'usbdevice host device=1.1, usbdevice tablet'],
    [
      'disk = [ "/a,raw,xvda,rw", "vdev=xvdb,specification=virtio,target=/b" ]',
      'disk xen vdev=xvda format=raw access=rw, disk xen vdev=xvdb specification=virtio',
    ],
    ['vnuma = [ [ "pnode=0" ], [ "pnode=1" ] ]', 'vnuma vnuma nodes=2'],
  ])('with what the guest sees: %s', (text, parts) => {
    const read = parseText(`name = "g"\n${text}\n`, options)
    expect(
      read.devices.map(({ kind, driver, properties }) => [kind, driver, ...Object.entries(properties).map((pair) => pair.join('='))].join(' ')).join(', '),
    ).toBe(parts)
    expect(read['not-understood']).toEqual([])
  })
  it('with numbers in octal and hexadecimal, and the most memory for the memory', () => {
    expect(facts('name = "g"\nmaxmem = 0x400\nvcpus = 010\n')).toMatchObject({ memory: '1024', 'memory.maxmem': '1024', 'smp.cpus': '8' })
    expect(facts('name = "g"\npvh = 1\n')['guest.type']).toBe('pvh')
  })
  it.each([
    ['builder = "HVM"', /builder = HVM.* neither hvm nor generic/],
    ['builder = "hvm"\ntype = "pv"', /contradict each other/],
    ['type = "linux"', /none of hvm, pv and pvh/],
  ])('that xl refuses: %s', (text, message) => expect(() => parseText(`name = "g"\n${text}\n`, options)).toThrow(message))
  it('part of one, for another to include', () => {
    const read = parseText('# virtual devices\n# =====\nvirtio=[\n\'backend=DomD, type=virtio,device\',\n[DRIVES]\n]\npci = [ "03:00.0" ]\n', options)
    expect(read.facts.accel).toBe('xen')
    expect(read.devices.map(({ kind, properties }) => [kind, properties.device])).toEqual([['pci', '0000:03:00.0']])
    expect(read['not-understood']).toEqual(['virtio = [backend=DomD, type=virtio,device, [DRIVES]]'])
  })
  it('of a paravirtual guest', () =>
    expect(facts('name = "g"\nmemory = 512\nkernel = "/vmlinuz"\nextra = "console=hvc0"\nroot = "/dev/xvda1"\n')).toMatchObject({
      'guest.type': 'pv',
      append: 'root=/dev/xvda1 console=hvc0',
    }))
})

describe("libvirt's XML of a Xen guest", () => {
  it('has PCI devices of the host as a configuration of xl has them', () => {
    const xml = `<domain type='xen'><name>g</name><memory unit='MiB'>512</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='xenfv'>hvm</type></os><devices>
      <hostdev mode='subsystem' type='pci' managed='no'><source><address domain='0x0000' bus='0x03' slot='0x1a' function='0x1'/></source></hostdev></devices></domain>`
    const pci = (text: string) => parseText(text, options).devices.filter(({ kind }) => kind === 'pci')
    expect(pci(xml)).toEqual([expect.objectContaining({ driver: 'passthrough', properties: { device: '0000:03:1a.1' } })])
    expect(pci("name = 'g'\npci = [ '03:1a.1' ]\n")).toEqual(pci(xml).map((part) => expect.objectContaining({ properties: part.properties })))
    expect(rest(xml)).toEqual([])
  })
})

describe('dumps of QMP', () => {
  const version = { qemu: { micro: 9, minor: 2, major: 7 }, package: 'Debian 1:7.2+dfsg-7' }
  it('commands with their replies', () => {
    const dump = [
      { QMP: { version, capabilities: ['oob'] } },
      { execute: 'qmp_capabilities' },
      { return: {} },
      { execute: 'query-cpus-fast', id: 1 },
      { return: [{ 'cpu-index': 0, 'qom-path': '/machine/unattached/device[0]', target: 'x86_64' }], id: 1 },
      { execute: 'query-kvm', return: { enabled: true, present: true } },
      { execute: 'query-memory-size-summary' },
      { return: { 'base-memory': 536870912, 'plugged-memory': 0 } },
      {
        execute: 'query-hotpluggable-cpus',
        return: [
          { 'vcpus-count': 1, type: 'Haswell-x86_64-cpu' },
          { 'vcpus-count': 1, type: 'Haswell-x86_64-cpu' },
        ],
      },
      { execute: 'qom-get', arguments: { path: '/machine', property: 'type' }, return: 'pc-q35-7.2-machine' },
      {
        execute: 'query-migrate-capabilities',
        return: [
          { capability: 'multifd', state: true },
          { capability: 'xbzrle', state: false },
        ],
      },
      { execute: 'query-pci', return: [{ bus: 0, devices: [{ bus: 0, slot: 2, function: 0, id: { vendor: 6900, device: 4096 }, qdev_id: 'net0' }] }] },
      { execute: 'query-block', return: [] },
    ]
    const expected = { qemu: '7.2.9', arch: 'x86_64', 'smp.cpus': '1', 'smp.maxcpus': '2', accel: 'kvm', memory: '512', vcpu: 'Haswell', machine: 'pc-q35-7.2' }
    for (const text of [
      JSON.stringify(dump),
      dump.map((one) => JSON.stringify(one)).join('\n'),
      dump.map((one) => JSON.stringify(one, null, 2)).join('\n\n'),
    ]) {
      const read = parseText(text, options)
      expect(read.facts).toEqual(expected)
      expect(read.devices).toEqual([{ kind: 'global', driver: 'migration', properties: { 'x-multifd': 'on' } }])
      expect(read['not-understood']).toEqual(['query-pci 0:2.0 1af4:1000 net0', 'query-block'])
    }
  })
  it.each([
    ['a reply alone', JSON.stringify({ return: version }), { qemu: '7.2.9' }],
    ['replies by command', JSON.stringify({ 'query-version': version, 'query-target': { arch: 'ppc64' } }), { qemu: '7.2.9', arch: 'ppc64' }],
    [
      'machine types',
      JSON.stringify({
        return: [
          { name: 'pseries-8.1', 'cpu-max': 1 },
          { name: 'none', 'cpu-max': 1 },
        ],
      }),
      { qemu: '8.1' },
    ],
  ])('%s', (_, text, expected) => expect(facts(text)).toEqual(expected))
})

describe('what a text is, is found out', () => {
  it("libvirt's log of a VM: the last start, on what it ran", () => {
    const start = (
      machine: string,
    ) => `2026-01-02 03:04:05.006+0000: starting up libvirt version: 9.0.0, package: 1 (x), qemu version: 7.2.9Debian 1:7.2, kernel: 6.1.0-18-amd64, hostname: h
LC_ALL=C \\
PATH=/bin \\
/usr/bin/qemu-system-x86_64 \\
-name guest=a \\
-machine ${machine},accel=kvm \\
-m 512
char device redirected to /dev/pts/1 (label charserial0)
`
    const read = parseText(start('pc-i440fx-7.1') + start('pc-i440fx-7.2'), options)
    expect(read.facts).toMatchObject({ libvirt: '9.0.0', qemu: '7.2.9', linux: '6.1.0-18-amd64', machine: 'pc-i440fx-7.2', memory: '512' })
    expect([read.devices, read['not-understood']]).toEqual([[], []])
  })
  it.each([
    ['YAML', 'qemu: "7.2"\nlinux: 5.10\n', { qemu: '7.2', linux: '5.10' }],
    ['JSON', '{"qemu": "7.2"}', { qemu: '7.2' }],
    ['shorthand', 'qemu=7.2', { qemu: '7.2' }],
  ])('%s', (_, text, expected) => {
    expect(facts(text)).toEqual(expected)
    expect(parseFile('a.txt', `\ufeff${text}`, options).facts).toEqual(expected)
  })
})

describe('a command line without an accelerator', () => {
  const side = (cmdline: string, host: string) => parseSide({ cmdline, host }, options).facts
  it('is emulated, or what the program is for', () => {
    expect(side('qemu-system-ppc64', 'qemu=7.2').accel).toBe('tcg')
    expect(side('qemu-kvm', 'qemu=7.2').accel).toBe('kvm')
  })
  it('is what the host is for', () => {
    expect(side('qemu-system-ppc64', 'accel=kvm').accel).toBe('kvm')
    expect(side('qemu-system-ppc64', 'kvm=hv').accel).toBeUndefined()
    expect(side('qemu-system-ppc64 -accel tcg', 'accel=kvm').accel).toBe('tcg')
  })
})
