const UNITS = 'BKMGTPE'

/**
 * A size as QEMU's options have it: `2G`, `512M`, `0x20000000`.
 * @param unit of a number without one. Default: `B`
 * @returns bytes; undefined where QEMU reads no size
 * Source: util/cutils.c, do_strtosz
 */
export function bytesOf(text: string, unit: 'B' | 'M' = 'B'): number | undefined {
  const [, number, suffix = ''] = /^(0x[0-9a-f]+|\d+(?:\.\d*)?)([bkmgtpe]?)$/i.exec(text) ?? []
  if (number === undefined) return undefined
  return Number(number) * 1024 ** UNITS.indexOf(suffix.toUpperCase() || unit)
}
