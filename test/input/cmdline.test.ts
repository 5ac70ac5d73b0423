import { describe, expect, it } from 'vitest'
import { parseCmdline, parseSide, parseText } from '../../lib/input/index.ts'
import { InputError } from '../../lib/model/index.ts'

const options = { options: ['cap-htm', 'ic-mode', 'usb', 'kernel-irqchip'], name: 'input' }
const read = (args: string) => parseCmdline(`qemu-system-x86_64 ${args}`, options)
const message = (reader: () => unknown): string => {
  try {
    reader()
  } catch (error) {
    if (error instanceof InputError) return error.problems[0]?.message ?? ''
    throw error
  }
  return 'no error'
}

describe('command lines as people paste them', () => {
  it.each([
    ['from a log', 'LC_ALL=C \\\nPATH=/bin \\\n/usr/bin/qemu-system-ppc64 \\\n-M pseries-7.2'],
    ['with a prompt', '$ sudo qemu-system-ppc64 -M pseries-7.2'],
    ['from Windows', 'qemu-system-ppc64 \\\r\n  -M pseries-7.2\r\n'],
    ['with two dashes', 'qemu-system-ppc64 --machine pseries-7.2'],
    ['in a container', 'docker run --device /dev/kvm image qemu-system-ppc64 -M pseries-7.2'],
    ['sent to the background', "qemu-system-ppc64 -M 'pseries-7.2' > log 2>&1 &"],
    ['followed by another command', 'qemu-system-ppc64 -M pseries-7.2 && ls -l'],
  ])('%s', (_, text) => expect(parseText(text, options)).toMatchObject({ facts: { arch: 'ppc64', machine: 'pseries-7.2' }, devices: [], 'not-understood': [] }))
  it('are whole, with a vCPU where none is named', () => {
    expect(parseCmdline('/usr/libexec/qemu-kvm', options)).toMatchObject({ complete: true, facts: { 'smp.cpus': '1', 'smp.maxcpus': '1' } })
    expect(parseCmdline(['/usr/bin/kvm', '-m', '1G'], options).facts.memory).toBe('1024')
  })
  it('has JSON with a shell’s quotes, and without, as ps shows it', () => {
    const json = '{"driver":"e1000","id":"n","bus":"pci.1"}'
    expect(read(`-device ${json} -S`)).toEqual(read(`-device '${json}' -S`))
    expect(read(`-device ${json}`).devices).toEqual([{ kind: 'device', driver: 'e1000', properties: { id: 'n', bus: 'pci.1' } }])
  })
  it('takes a list of words, and what a host adds', () =>
    expect(parseSide({ cmdline: ['/usr/bin/qemu-system-x86_64', '-enable-kvm', '-machine', 'q35'], host: 'qemu=7.2 linux=5.15' }, options).facts).toMatchObject(
      {
        arch: 'x86_64',
        accel: 'kvm',
        machine: 'q35',
        qemu: '7.2',
        linux: '5.15',
      },
    ))
  it('facts that speak of kvm are no command line', () => expect(parseText('accel=kvm kvm=hv', options).facts).toEqual({ accel: 'kvm', kvm: 'hv' }))
  it.each([
    ['ls -l', '`input` names no QEMU; it begins with something like `qemu-system-ppc64`'],
    ['qemu-kvm -M pc -M q35', '`machine` is given twice, as `pc` and `q35`; keep one'],
    ['qemu-kvm -M pc\nqemu-system-x86_64 -M q35', '`input` holds more than one QEMU command line; give one'],
    [`qemu-kvm -device '{"driver": "e1000"'`, '`{"driver": "e1000"` in input begins as JSON and is none; mind the quotes of the shell'],
    ['qemu-kvm -device ,', '`,` is not a device; write it as `driver,property=value` (input, word 2: -device)'],
  ])('%s', (text, says) => expect(message(() => parseCmdline(text, options))).toBe(says))
})

describe('what no QEMU reads', () => {
  it.each([
    ['-device virtio-rng-pci,id=1a -drive if=none,id=a,node-name=b!', 'id=1a of -device, node-name=b! of -drive'],
    ['-netdev user -blockdev null-co', '-netdev without id=, -blockdev without node-name='],
    ['-m 1GB -smp 2x', '1GB of -m, 2x of -smp'],
    ['-uuid 1234 -set foo', '1234 of -uuid, -set foo'],
    ['-m 1G -device', '-device without what it takes'],
    ['-m size=1G,maxmem=2Q,slots=few -smp 2,cores=two', 'maxmem=2Q of -m, slots=few of -m, cores=two of -smp'],
    [`-blockdev null-co,node-name=${'a'.repeat(32)}`, `node-name=${'a'.repeat(32)} of -blockdev`],
  ])('%s', (text, says) => expect(read(text).facts['definition.malformed']).toBe(says))
  it.each([
    '-device virtio-rng-pci,id=a_b.c-1 -netdev user,id=a -drive if=none,file=x -audiodev none,id=1a',
    `-device '{"driver":"virtio-rng-pci","id":"1a"}'`,
    '-m 1.5G -smp 0x2 -device help -object help -netdev user,help',
    '-m 512,slots=2,maxmem=4294967296',
  ])('is not %s', (text) => expect(read(text).facts).not.toHaveProperty(['definition.malformed']))
})

describe('options that no QEMU has', () => {
  it('are named, each once', () => {
    expect(read('-foo bar --devcie e1000 -foo').facts['definition.unheard']).toBe('-foo, -devcie')
    expect(read('-foo bar --devcie e1000')).toMatchObject({ 'not-understood': ['-foo bar', '-devcie e1000'] })
  })
  it.each([
    ['-m 1G,foo=on -smp 2,core=2', 'foo=on of -m, core=2 of -smp'],
    ['-boot cc,menu=maybe -rtc clock=utc', 'cc of -boot, menu=maybe of -boot, clock=utc of -rtc'],
    ['-vga VGA -display foo -serial foo -watchdog-action foo', '-vga VGA, -display foo, -serial foo, -watchdog-action foo'],
    ['-fsdev foo,id=a -tpmdev id=b -incoming foo -action reboot=foo', '-fsdev foo,id=a, -tpmdev id=b, -incoming foo, reboot=foo of -action'],
    [
      '-drive if=IDE,format=qcow3 -drive media=dvd,cache=fast,aio=posix',
      'if=IDE of -drive, format=qcow3 of -drive, media=dvd of -drive, cache=fast of -drive, aio=posix of -drive',
    ],
    [
      '-drive discard=trim,detect-zeroes=yes,werror=retry,rerror=retry',
      'discard=trim of -drive, detect-zeroes=yes of -drive, werror=retry of -drive, rerror=retry of -drive',
    ],
    ['-blockdev qcow3,node-name=a -blockdev driver=raw,node-name=b,file.driver=fil', 'qcow3 of -blockdev, file.driver=fil of -blockdev'],
  ])('%s', (text, says) => expect(read(text).facts['definition.unheard']).toBe(says))
  it.each([
    '-boot cad -boot order=,strict=on -rtc base=2020-01-01T10:00:00,clock=vm,driftfix=slew -name vm,debug-threads=on -vga cirrus,retrace=dumb',
    '-serial mon:stdio -serial chardev:a -parallel /dev/parport0 -monitor tcp::4444,server -serial vc:80Cx24C -display vnc=:0 -monitor vc',
    '-fsdev id=a,fsdriver=local -tpmdev id=a,type=emulator -incoming tcp:0:4444 -incoming defer -action panic=none -overcommit mem-lock=on-fault',
    '-balloon virtio -no-hpet -readconfig x.cfg',
    '-append -foo -name -foo',
    '-run-with user=me -id 3',
    '-drive file=a,if=none,id=d,format=qcow2,cache=none,aio=io_uring,discard=unmap,detect-zeroes=on,werror=stop,rerror=report,l2-cache-size=4M',
    '-drive file=rbd:pool/a,if=virtio,format=raw,media=disk -blockdev driver=vxhs,node-name=a -blockdev qcow2,node-name=b,file.driver=nvme',
  ])('are not %s', (text) => expect(read(text).facts).not.toHaveProperty(['definition.unheard']))
})

it.each([
  ['-machine type=pc-i440fx-7.2+pve0', 'pc-i440fx-7.2'],
  ['-machine type=q35+pve1,accel=kvm', 'q35'],
])("a type with the version of Proxmox's tools is the type: %s", (text, machine) => {
  expect(read(text)).toMatchObject({ facts: { machine }, 'not-understood': [] })
})

it('a size that is none is no RAM size, and is not lost', () => {
  expect(read('-m 1GB')).toMatchObject({ 'not-understood': ['-m size=1GB'] })
  expect(read('-m 1GB').facts).not.toHaveProperty('memory')
  expect(read('-M q35,memory.size=1GB')['not-understood']).toEqual(['-m size=1GB'])
})

describe('what follows from a command line', () => {
  it.each([
    ['-m 1G -numa node,mem=512 -numa node,mem=256M', { 'memory.nodes': '768' }],
    ['-m 1G -numa node,memdev=a -object memory-backend-ram,id=a,size=512M', { 'memory.nodes': '512' }],
    ['-m 1G -M q35,memory-backend=a -object memory-backend-ram,id=a,size=512M', { 'memory.backing': '512' }],
    ['-hda a.img -drive file=b,index=0', { 'definition.drives': 'index=0' }],
    ['-drive file=a -drive file=b,index=0', { 'definition.drives': 'index=0' }],
    ['-drive if=virtio,file=a,index=3 -drive if=virtio,file=b,index=3', { 'definition.drives': 'index=3 of if=virtio' }],
  ])('%s', (text, facts) => expect(parseCmdline(`qemu-kvm ${text}`, { ...options, options: ['memory-backend'] }).facts).toMatchObject(facts))
  it.each([
    '-m 1G -numa node,mem=512 -numa node,mem=512M',
    '-m 1G -numa node -numa node',
    '-m 1G -numa node,memdev=a',
    '-m 1G -M q35,memory-backend=a -object memory-backend-ram,id=a,size=1073741824',
    '-drive file=a,index=0 -drive file=b -cdrom c -drive if=none,file=d -drive if=none,file=e -drive file=f,bus=0,unit=1',
  ])('nothing of %s', (text) => {
    const { facts } = parseCmdline(`qemu-kvm ${text}`, { ...options, options: ['memory-backend'] })
    for (const key of ['memory.nodes', 'memory.backing', 'definition.drives']) expect(facts).not.toHaveProperty([key])
  })
})

describe('facts of a command line', () => {
  it.each([
    ['-M pseries-7.2,cap-htm=off,accel=kvm,kvm-type=HV', { machine: 'pseries-7.2', 'cap-htm': 'off', accel: 'kvm', kvm: 'hv' }],
    ['-M pseries-7.2,kvm-type=PR -accel tcg', { machine: 'pseries-7.2', accel: 'tcg' }],
    ['-machine type=q35,accel=kvm:tcg,usb=yes,kernel_irqchip=split', { machine: 'q35', accel: 'kvm', usb: 'on', 'kernel-irqchip': 'split' }],
    ['-accel tcg,thread=single,tb-size=64 -accel kvm', { accel: 'tcg' }],
    ['-usb -nodefaults', { usb: 'on', nodefaults: 'yes' }],
    ['-cpu power9,compat=power8', { vcpu: 'power9', 'max-cpu-compat': 'power8' }],
    ['-cpu Haswell,+avx,-x2apic,hv-time=on', { vcpu: 'Haswell,+avx,-x2apic,hv-time=on' }],
    ['-m 2G,slots=4,maxmem=8G', { memory: '2048', 'memory.slots': '4', 'memory.maxmem': '8192' }],
    ['-m size=524288k,maxmem=4294967296', { memory: '512', 'memory.maxmem': '4096' }],
    ['-M q35,memory.size=1G,memory.slots=2,memory.max-size=2G,smp.cpus=2', { memory: '1024', 'memory.slots': '2', 'memory.maxmem': '2048', 'smp.cpus': '2' }],
    ['-smp 2', { smp: '2', 'smp.cpus': '2', 'smp.maxcpus': '2' }],
    ['-smp 2,maxcpus=4', { 'smp.cpus': '2', 'smp.maxcpus': '4' }],
    ['-smp maxcpus=4', { 'smp.cpus': '4', 'smp.maxcpus': '4' }],
    ['-smp sockets=2,cores=3', { 'smp.cpus': '6', 'smp.maxcpus': '6', 'smp.sockets': '2', 'smp.cores': '3' }],
    ['-smp 1 -smp 8,dies=2', { smp: '8,dies=2', 'smp.cpus': '8', 'smp.maxcpus': '8', 'smp.dies': '2' }],
    ['-append "console=ttyS0 -x"', { append: 'console=ttyS0 -x' }],
  ])('%s', (args, facts) => {
    const profile = read(args)
    expect(profile.facts).toMatchObject(facts)
    expect(profile['not-understood']).toEqual([])
  })
  it('have the word they come from as their place', () =>
    expect(read('-m 1G -smp 2').places).toMatchObject({ memory: 'input, word 2: -m', 'smp.cpus': 'input, word 4: -smp' }))
})

describe('parts of a command line', () => {
  it.each([
    ['-device virtio-net-pci,id=n,mq,netdev=n0,addr=0x3', 'device', 'virtio-net-pci', { id: 'n', mq: 'on', netdev: 'n0', addr: '0x3' }],
    [
      `-device '{"driver":"virtio-blk-pci","num-queues":4,"scsi":false,"x":{"y":[1]}}'`,
      'device',
      'virtio-blk-pci',
      { 'num-queues': '4', scsi: 'off', 'x.y.0': '1' },
    ],
    ['-drive file=a,,b.img,if=virtio,readonly', 'drive', 'virtio', { file: 'a,b.img', readonly: 'on' }],
    ['-drive file=a.img', 'drive', 'default', { file: 'a.img' }],
    ['a.img', 'drive', 'default', { file: 'a.img', index: '0', media: 'disk' }],
    ['-cdrom a.iso', 'drive', 'default', { file: 'a.iso', index: '2', media: 'cdrom' }],
    [
      '-blockdev driver=qcow2,node-name=d,file.driver=file,file.filename=x',
      'blockdev',
      'qcow2',
      { 'node-name': 'd', 'file.driver': 'file', 'file.filename': 'x' },
    ],
    [`-blockdev '{"driver":"qcow2","file":{"driver":"file"}}'`, 'blockdev', 'qcow2', { 'file.driver': 'file' }],
    ['-netdev user,id=n,hostfwd=tcp::1-:2,hostfwd=tcp::3-:4', 'netdev', 'user', { id: 'n', hostfwd: 'tcp::1-:2,tcp::3-:4' }],
    ['-nic model=e1000', 'nic', 'user', { model: 'e1000' }],
    ['-net nic,model=e1000', 'net', 'nic', { model: 'e1000' }],
    ['-object memory-backend-ram,id=m,size=1G', 'object', 'memory-backend-ram', { id: 'm', size: '1G' }],
    [`-object '{"qom-type":"rng-random","id":"r"}'`, 'object', 'rng-random', { id: 'r' }],
    ['-chardev socket,id=c,path=/x,server=on,nowait', 'chardev', 'socket', { id: 'c', path: '/x', server: 'on', wait: 'off' }],
    ['-fsdev local,id=f,path=/x,security_model=none', 'fsdev', 'local', { id: 'f', path: '/x', security_model: 'none' }],
    ['-audiodev none,id=a', 'audiodev', 'none', { id: 'a' }],
    ['-tpmdev emulator,id=t', 'tpmdev', 'emulator', { id: 't' }],
    ['-numa node,nodeid=0,cpus=0-1,cpus=4', 'numa', 'node', { nodeid: '0', cpus: '0-1,4' }],
    ['-numa dist,src=0,dst=1,val=20', 'numa', 'dist', { src: '0', dst: '1', val: '20' }],
    ['-global migration.send-configuration=off', 'global', 'migration', { 'send-configuration': 'off' }],
    ['-global driver=cfi.pflash01,property=secure,value=on', 'global', 'cfi.pflash01', { secure: 'on' }],
    ['-rtc base=utc,clock=vm', 'rtc', 'rtc', { base: 'utc', clock: 'vm' }],
    ['-boot dc,menu=on', 'boot', 'boot', { order: 'dc', menu: 'on' }],
    ['-vga std', 'vga', 'std', {}],
    ['-serial unix:/tmp/s,server', 'serial', 'unix', { to: '/tmp/s,server' }],
    ['-smbios type=1,serial=x', 'smbios', '1', { serial: 'x' }],
    ['-uuid c7a5fdbd-edaf-9455-926a-d65c16db1809', 'uuid', 'uuid', { uuid: 'c7a5fdbd-edaf-9455-926a-d65c16db1809' }],
    ['-kernel vmlinuz', 'kernel', 'kernel', { file: 'vmlinuz' }],
    ['-set device.n.mq=off -device virtio-net-pci,id=n,mq=on', 'device', 'virtio-net-pci', { id: 'n', mq: 'off' }],
    ['-nodefaults -vga none -serial none -parallel none -net none -usbdevice tablet', 'usbdevice', 'tablet', {}],
  ])('%s', (args, kind, driver, properties) => {
    const profile = read(args)
    expect(profile.devices).toEqual([{ kind, driver, properties }])
    expect(profile['not-understood']).toEqual([])
  })
  it('keep their order', () =>
    expect(read('-vga none -virtfs local,path=/x,mount_tag=t -device e1000').devices.map(({ kind, driver }) => `${kind} ${driver}`)).toEqual([
      'vga none',
      'fsdev local',
      'device virtio-9p-pci',
      'device e1000',
    ]))
})

it.each([
  ['-watchdog i6300esb', ['option watchdog', 'device i6300esb'], {}],
  ['-no-kvm', ['option no-kvm'], { accel: 'tcg' }],
  ['-localtime', ['option localtime', 'rtc rtc'], {}],
  ['-runas nobody -chroot / -tb-size 32', ['option runas', 'option chroot', 'option tb-size'], {}],
])('%s is kept as an option too, as later releases take it away', (args, parts, facts) => {
  const profile = read(args)
  expect(profile.devices.map(({ kind, driver }) => `${kind} ${driver}`)).toEqual(parts)
  expect(profile.facts).toMatchObject(facts)
  expect(profile['not-understood']).toEqual([])
})

it('what is not understood is listed, and what no guest sees is not', () => {
  const profile = read(
    '-name x,debug-threads=on -S -monitor none -qmp unix:/x --incoming tcp:0:1 -readconfig f.cfg -M q35,nvdimm=on -m 1G,x=y -smp 2,sides=3 -accel tcg,one=two -semihosting -set device.no.a=b -no-acpi -future -other 3 -object',
  )
  expect(profile['not-understood']).toEqual([
    '-readconfig f.cfg',
    '-machine nvdimm=on',
    '-m x=y',
    '-smp sides=3',
    '-accel tcg one=two',
    '-semihosting',
    '-no-acpi',
    '-future',
    '-other 3',
    '-object',
    '-set device.no.a=b',
  ])
  expect(profile.devices).toEqual([
    { kind: 'machine-option', driver: 'nvdimm', properties: {} },
    { kind: 'option', driver: 'no-acpi', properties: {} },
    { kind: 'machine-option', driver: 'acpi', properties: {} },
  ])
  expect(parseCmdline('qemu-kvm -M q35,nvdimm=on')).toMatchObject({ devices: [], 'not-understood': ['-machine nvdimm=on'] })
})
