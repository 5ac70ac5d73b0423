import { checkDepth, problem, shorten } from '../limits.ts'

/** The value of one of QEMU's options, as `key`, `value` in order; keys may repeat. */
export type Pairs = readonly (readonly [key: string, value: string])[]

/**
 * Reads the argument of an option of QEMU: `word,key=value,flag`, or the same as a JSON object. What is nested has dotted keys in both.
 * @param implied the key of a first word without one: `driver` of `-device`
 * @param name how messages call the input
 * @throws InputError for JSON that is none
 */
export function readOptionString(text: string, implied: string | undefined, name: string): Pairs {
  if (text.startsWith('{')) return readJson(text, name)
  return splitCommas(text)
    .filter(Boolean)
    .map((part, index): [string, string] => {
      const at = part.indexOf('=')
      if (at >= 0) return [part.slice(0, at), part.slice(at + 1)]
      if (index === 0 && implied) return [implied, part]
      // As QemuOpts has it: `nowait` is `wait=off`.
      return /^no./.test(part) ? [part.slice(2), 'off'] : [part, 'on']
    })
}

/** Splits at commas as QEMU does: `,,` is a comma inside a value. */
export function splitCommas(text: string): string[] {
  return text
    .replaceAll(',,', '\u0001')
    .split(',')
    .map((part) => part.replaceAll('\u0001', ','))
}

/**
 * Pairs as one mapping. The last of a repeated key counts, as for QEMU; those in `lists` add up, with a comma between.
 */
export function propertiesOf(pairs: Pairs, lists: readonly string[] = []): Record<string, string> {
  const properties = new Map<string, string>()
  for (const [key, value] of pairs) {
    const before = lists.includes(key) ? properties.get(key) : undefined
    properties.set(key, before === undefined ? value : `${before},${value}`)
  }
  return Object.fromEntries(properties)
}

function readJson(text: string, name: string): Pairs {
  checkDepth(text, name)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw problem(name, `\`${shorten(text)}\` in ${name} begins as JSON and is none; mind the quotes of the shell`)
  }
  return flatten(value, '')
}

function flatten(value: unknown, key: string): [string, string][] {
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return [[key, value === true ? 'on' : value === false ? 'off' : String(value)]]
  return Object.entries(value).flatMap(([part, inner]) => flatten(inner, key === '' ? part : `${key}.${part}`))
}
