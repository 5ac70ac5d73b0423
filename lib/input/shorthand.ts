import { quote, split } from 'shlex'
import type { Profile } from '../model/index.ts'
import { FactSheet, type ReadOptions } from './facts.ts'
import { checkInput, problem, shorten } from './limits.ts'

/**
 * Reads the inline form: `"qemu=7.2 linux=5.15 kvm=hv cpu=power9 machine=pseries-6.2 cap-large-decr=off"`. Words are split and
 * quoted as in a shell. Keys: docs/questions.md.
 * @param options.prefix put before each key that does not have it: `guest.` for `--guest "linux=5.10 uses=scv"`
 * @throws InputError with every problem, each naming the word and what to do
 */
export function parseShorthand(text: string, { prefix = '', ...options }: ReadOptions & { prefix?: string } = {}): Profile {
  const name = options.name ?? 'input'
  checkInput(text, name)
  const sheet = new FactSheet(options)
  const words = wordsOf(text, name)
  if (words.length === 0) throw problem(name, `\`${name}\` is empty; write facts such as \`qemu=7.2 linux=5.15 kvm=hv cpu=power9\``)
  for (const [index, word] of words.entries()) {
    const at = word.indexOf('=')
    if (at <= 0) {
      sheet.fail(name, `\`${shorten(word)}\` in ${name} is not \`key=value\`; write facts such as \`qemu=7.2\`, or name a file`)
      continue
    }
    const key = word.slice(0, at)
    sheet.take(prefix && !key.startsWith(prefix) ? prefix + key : key, word.slice(at + 1), `${name}, word ${index + 1}`)
  }
  return sheet.profile()
}

/** A profile's facts in the inline form, which `parseShorthand` takes back. Parts of a VM that are no devices have no words there. */
export function shorthandOf({ facts, devices }: Profile): string {
  const words = Object.entries(facts).map(([key, value]) => `${key}=${value}`)
  const parts = devices
    .filter(({ kind }) => kind === 'device')
    .map(
      ({ driver, properties }) => `device=${[driver, ...Object.entries(properties).map(([key, value]) => `${key}=${value.replaceAll(',', ',,')}`)].join(',')}`,
    )
  return [...words, ...parts].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word))).join(' ')
}

/** Splits as a shell does. @throws InputError for a quote that is not closed */
export function wordsOf(text: string, name: string): string[] {
  try {
    return split(text)
  } catch {
    throw problem(name, `\`${name}\` has a quote that is not closed; close it or escape it with \`\\\``)
  }
}
