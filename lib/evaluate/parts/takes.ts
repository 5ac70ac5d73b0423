/**
 * Whether a property of a type may have a value, as QEMU reads it. Types that are not known take anything, as `str` does.
 * @param value in plain form (see `plainValue`); a PCI address as it was given
 */
export function takes(type: string, value: string): boolean {
  const words = WORDS[type]
  if (words) return words.includes(value.toLowerCase())
  const most = NUMBERS[type]
  if (most !== undefined) return NUMBER.test(value) && Number.parseFloat(value) <= most
  return FORMS[type]?.test(value) ?? true
}

const WORDS: Readonly<Record<string, readonly string[] | undefined>> = {
  bool: ['on', 'off', 'y', 'n'],
  OnOffAuto: ['on', 'off', 'auto'],
  BlockdevOnError: ['report', 'ignore', 'enospc', 'stop', 'auto'],
}

/** The greatest of each type. */
const NUMBERS: Readonly<Record<string, number | undefined>> = {
  uint8: 2 ** 8 - 1,
  uint16: 2 ** 16 - 1,
  uint32: 2 ** 32 - 1,
  uint64: 2 ** 64,
  int32: 2 ** 31 - 1,
  size: 2 ** 64,
}

const FORMS: Readonly<Record<string, RegExp | undefined>> = {
  mac: /^([0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}$/i,
  // Slot and function in hexadecimal.
  'pci-address': /^(0x)?0*[01]?[0-9a-f](\.(0x)?[0-7])?$/i,
  'ccw-address': /^(0x)?[0-9a-f]{1,2}\.[0-3]\.(0x)?[0-9a-f]{1,4}$/i,
}

/** Sizes may have a unit, and a sign is left to QEMU. */
const NUMBER = /^-?(0x[0-9a-f]+|\d+(\.\d+)?[bkmgtpe]?)$/i
