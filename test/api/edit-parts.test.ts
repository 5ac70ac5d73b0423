import { expect, it } from 'vitest'
import { editPart } from '../../lib/api/edit-parts.ts'
import { partOption } from '../../lib/evaluate/index.ts'

const Q35 = 'qemu-system-x86_64 -M q35'

it.each([
  ['device', 'e1000,addr=3', '-device e1000,addr=3'],
  ['drive', 'virtio,file=a.qcow2', '-drive if=virtio,file=a.qcow2'],
  ['drive', 'default,file=a.iso,media=cdrom', '-drive file=a.iso,media=cdrom'],
  ['global', 'virtio-net-pci,mac=1,csum=off', '-global virtio-net-pci.mac=1 -global virtio-net-pci.csum=off'],
  ['smbios', '1,serial=x', '-smbios type=1,serial=x'],
  ['smbios', 'file,file=z', '-smbios file=z'],
  ['rtc', 'rtc,base=utc', '-rtc base=utc'],
  ['kernel', 'kernel,file=bzImage', '-kernel bzImage'],
  ['resolution', 'resolution,resolution=800x600', '-g 800x600'],
  ['vga', 'std', '-vga std'],
  ['option', 'no-hpet', '-no-hpet'],
])('a part %s %s is written as QEMU takes it', (kind, text, expected) => {
  expect(partOption(kind, text)).toBe(expected)
  expect(editPart(Q35, `add.${kind}`, text)).toBe(`${Q35} ${expected}`)
})

it.each([
  ['drive', 'virtio,file=a', '-drive file=a,if=virtio'],
  ['blockdev', 'null-co,node-name=d', '-blockdev node-name=d,driver=null-co'],
  ['object', 'memory-backend-ram,id=m', '-object qom-type=memory-backend-ram,id=m'],
  ['device', 'e1000,addr=3', '-device e1000,addr=3'],
])('a part %s %s is taken out however it is written', (kind, text, written) => {
  expect(editPart(`${Q35} ${written} -m 1G`, `remove.${kind}`, text)).toBe(`${Q35} -m 1G`)
  expect(editPart(`${Q35} -m 1G`, `remove.${kind}`, text)).toBeUndefined()
})
