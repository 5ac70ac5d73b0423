/** A property's value in one spelling: `on`/`off` for whatever QEMU takes for them, numbers and sizes (binary units) in decimal; all else as it is. */
export function plainValue(text: string): string {
  const low = text.toLowerCase()
  if (low === 'true' || low === 'yes') return 'on'
  if (low === 'false' || low === 'no') return 'off'
  if (/^0x[0-9a-f]+$/.test(low)) return BigInt(low).toString()
  const size = /^(\d+)([kmgt])$/.exec(low)
  if (size) return String(Number(size[1]) * 1024 ** ('kmgt'.indexOf(size[2] as string) + 1))
  return text
}
