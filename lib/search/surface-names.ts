import { type Feature, aliasName } from '../model/index.ts'

/**
 * By what a feature's number is looked for: each beginning of its symbols with the number (`kvm_cap 201`, `cap 201`), and a number with the word before it in what is
 * said of the surface (`capability 201`, `bit 13`).
 */
export function numberNames({ surface, aliases }: Feature): string[] {
  const told = [...surface.text.matchAll(/\b([A-Za-z]{3,})\s+(0x[0-9a-f]+|\d+)\b/gi)].map(([, word, number]) => `${word} ${number}`)
  const { number } = surface
  if (number === undefined) return told
  const numbers = [String(number), `0x${number.toString(16)}`]
  const symbols = aliases.map(aliasName).filter((name) => /^[A-Z][A-Z0-9]*(_[A-Za-z0-9]+)+$/.test(name))
  const beginnings = symbols.flatMap((symbol) => {
    const parts = symbol.split('_')
    return parts.slice(1).flatMap((_, place) => [parts.slice(0, place + 1), ...(place > 0 ? [parts.slice(1, place + 1)] : [])].map((some) => some.join('_')))
  })
  return [...told, ...new Set(beginnings.flatMap((name) => numbers.map((one) => `${name} ${one}`)))]
}

/** The option that sets a feature, with each of its values: `cap-x=broken`. */
export function optionNames({ control, values }: Feature): string[] {
  const { option } = control
  if (option === undefined) return []
  const words = values.type === 'enum' ? values.order : values.type === 'boolean' ? ['on', 'off'] : values.type === 'set' ? values.members.map(String) : []
  return [option, ...words.map((word) => `${option}=${word}`)]
}
