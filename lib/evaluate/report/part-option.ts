/**
 * A part of the VM as an option of QEMU's command line.
 * @param kind its kind, as in a profile
 * @param text its driver and properties, `driver,property=value` (`partText`)
 * @returns `-device e1000,addr=3`, `-drive if=virtio,file=a`, `-kernel bzImage`. Source: qemu-options.hx, QEMU 10.2
 */
export function partOption(kind: string, text: string): string {
  const [driver = '', ...properties] = text.split(',')
  const value = properties.join(',').replace(/^[^=]*=/, '')
  if (kind === 'option') return `-${driver}`
  if (kind === 'global') return properties.map((one) => `-global ${driver}.${one}`).join(' ')
  if (WHOLE.has(kind)) return `-${kind === 'resolution' ? 'g' : kind} ${value}`
  // An interface is a property like others, and so is what a table of firmware is.
  if (kind === 'drive') return option(kind, [...(driver === 'default' ? [] : [`if=${driver}`]), ...properties])
  if (kind === 'smbios') return option(kind, [...(driver === 'file' ? [] : [`type=${driver}`]), ...properties])
  if (driver === kind) return option(kind === 'semihosting' ? 'semihosting-config' : kind, properties)
  return option(kind, [driver, ...properties])
}

/** Options whose argument is one value. */
const WHOLE: ReadonlySet<string> = new Set(['kernel', 'initrd', 'dtb', 'shim', 'bios', 'mem-path', 'uuid', 'prom-env', 'soundhw', 'resolution'])

function option(name: string, words: readonly string[]): string {
  return [`-${name}`, words.join(',')].filter(Boolean).join(' ')
}
