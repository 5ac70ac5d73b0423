import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCmdline, parseDocument, parseDomain, parseFile, parseHostReport, parseShorthand, parseSide, parseText, withHost } from '../../lib/input/index.ts'
import { InputError, Profile } from '../../lib/model/index.ts'

const options = { options: ['cap-htm', 'usb', 'acpi'], name: 'input' }
const readers = [parseText, parseShorthand, parseDocument, parseCmdline, parseDomain, parseHostReport, (text: string) => parseFile('a.cfg', text, options)]

/** One document of each form. */
const DOCUMENTS = [
  `qemu-system-ppc64 -M pseries-7.2,cap-htm=off,usb=off -cpu power9,compat=power8 -m 2G,slots=2,maxmem=8G -smp 4,cores=2 -device '{"driver":"virtio-net-pci","netdev":"n","mq":true}' \\\n  -netdev user,id=n,hostfwd=tcp::1-:2 -drive file=a,,b,if=virtio -blockdev driver=qcow2,node-name=d,file.driver=file -object memory-backend-ram,id=m,size=1G -numa node,memdev=m,cpus=0-1 -global migration.x=y -set device.n.mq=off -serial unix:/x,server -nodefaults`,
  `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><memory unit='GiB'>2</memory><vcpu current='1'>4</vcpu><os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type><boot dev='hd'/></os><features><acpi/><hyperv><relaxed state='on'/></hyperv></features><cpu mode='custom'><model>Haswell</model><topology sockets='1' cores='2' threads='2'/><numa><cell id='0' cpus='0-3' memory='2' unit='GiB'/></numa></cpu><clock offset='utc'><timer name='hpet' present='no'/></clock><devices><disk type='file' device='disk'><source file='/x'/><target dev='vda' bus='virtio'/><address type='pci' bus='0x01' slot='0x00' function='0x0'/></disk><controller type='pci' index='1' model='pcie-root-port'><target chassis='1' port='0x10'/></controller><interface type='network'><model type='virtio'/></interface><serial type='pty'><target port='0'/></serial><video><model type='qxl' ram='65536'/></video><hostdev mode='subsystem' type='scsi_host'><source protocol='vhost' wwpn='naa.5'/></hostdev></devices><qemu:commandline><qemu:arg value='-device'/><qemu:arg value='e1000'/></qemu:commandline></domain>`,
  `<capabilities><host><cpu><arch>x86_64</arch><model>Haswell</model></cpu></host><guest><arch name='x86_64'><machine>pc-i440fx-7.2</machine><domain type='kvm'/></arch></guest></capabilities>`,
  `name = "g" # a\nmemory = 1024\nbuilder = 'hvm'\ndisk = [ "phy:/x,hda,w",\n 'format=raw,vdev=hdb' ]\nvif += [ 'mac=00:16:3e:00:00:01,model=e1000' ]\n`,
  `{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}, "package": ""}}}\n{"execute": "query-cpus-fast"}\n{"return": [{"cpu-index": 0, "qom-path": "/m", "target": "x86_64"}]}\n`,
  `Linux h 6.1.0 #1 SMP ppc64le GNU/Linux\nQEMU emulator version 7.2.9 (Debian)\nprocessor : 0\ncpu : POWER9\nrevision : 2.2\nxen_major : 4\nxen_minor : 14\n`,
  `qemu: "7.2"\nlinux: 5.10\nguest: {linux: "5.4", uses: [scv]}\ndevice: ["virtio-net-pci,mq=on", {driver: e1000}]\n`,
]
const JUNK = [
  '<',
  '>',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '=',
  '-',
  '\\',
  '\n',
  '\u0000',
  'é',
  '__proto__',
  'constructor',
  '0x',
  '-1',
  '1e99',
  '&amp;',
  '</domain>',
  '"""',
  '%s',
]

/** Text with pieces cut out, doubled, put in, or taken from another document. */
const mutated = fc
  .tuple(
    fc.constantFrom(...DOCUMENTS),
    fc.array(fc.tuple(fc.nat(2000), fc.nat(60), fc.nat(3), fc.constantFrom(...JUNK), fc.constantFrom(...DOCUMENTS)), { minLength: 1, maxLength: 6 }),
  )
  .map(([text, changes]) =>
    changes.reduce((now, [at, length, how, junk, other]) => {
      const [start, end] = [at % (now.length + 1), Math.min(now.length, (at % (now.length + 1)) + length)]
      const put =
        how === 0 ? '' : how === 1 ? now.slice(start, end).repeat(2) : how === 2 ? junk : other.slice(at % other.length, (at % other.length) + 3 * length)
      return now.slice(0, start) + put + now.slice(end)
    }, text),
  )
const hostile = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 1, arbitrary: fc.string({ maxLength: 300 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => new TextDecoder().decode(bytes)) },
  {
    weight: 1,
    arbitrary: fc.array(fc.constantFrom(...JUNK, 'qemu-system-x86_64 ', ' -device ', 'a', ':', '!', ' '), { maxLength: 60 }).map((parts) => parts.join('')),
  },
)

/** A profile that is one, or an InputError whose messages are one line each. */
function readsOrSays(read: () => Profile): void {
  try {
    expect(Profile.safeParse(read()).error).toBeUndefined()
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    expect(error.problems.length).toBeGreaterThan(0)
    for (const { message } of error.problems) expect(message).not.toMatch(/[\n\u0000]/)
  }
}

describe('whatever is given, a reader gives a profile or says what is wrong', () => {
  it.each(DOCUMENTS)('%# is read', (text) => expect(Object.keys(parseText(text, options).facts).length).toBeGreaterThan(1))
  it(
    'as text',
    () =>
      fc.assert(
        fc.property(hostile, (text) => void readers.map((read) => readsOrSays(() => read(text, options)))),
        { numRuns: 1500 },
      ),
    60_000,
  )
  it('as words of a command line', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(
              '-device',
              '-M',
              '-m',
              '-smp',
              '-set',
              '-global',
              '-drive',
              '-object',
              '-cpu',
              '-accel',
              '-append',
              '-nic',
              '-serial',
              '-usb',
              '-virtfs',
              '-numa',
            ),
            fc.constantFrom('driver=x', 'a.b=c', '{"driver":"x"}', '{', 'none', ',,', 'a=b,c', '4,maxcpus=0', '-1', ''),
            fc.string({ maxLength: 30 }),
          ),
          { maxLength: 12 },
        ),
        (words) => readsOrSays(() => parseCmdline(['qemu-system-x86_64', ...words], options)),
      ),
      { numRuns: 3000 },
    ))
  it('as JSON', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => readsOrSays(() => parseSide(value, options))),
      { numRuns: 1000 },
    ))
  it('and two profiles always go together', () =>
    fc.assert(
      fc.property(fc.constantFrom(...DOCUMENTS), fc.constantFrom(...DOCUMENTS), (vm, host) =>
        readsOrSays(() => withHost(parseText(vm, options), parseText(host, options))),
      ),
    ))
})
