import type { State } from './introspect.ts'

/** Longest list of lines that one text may add. */
const LINES = 40

/** The differences between the source's machine and the destination's, one a line; empty if there are none. */
export function compareStates(source: State, destination: State): string[] {
  const differences: string[] = []
  for (const name of [...new Set([...source.values.keys(), ...destination.values.keys()])].sort()) {
    const [from, to] = [source.values.get(name), destination.values.get(name)]
    if (from !== to)
      differences.push(name.startsWith('fw.') ? compareBits(name, Number(from ?? 0), Number(to ?? 0)) : `${name}: src ${show(from)} dst ${show(to)}`)
  }
  for (const [name, from] of source.lists) {
    const to = destination.lists.get(name)
    if (JSON.stringify(from) !== JSON.stringify(to)) differences.push(`${name}: src ${JSON.stringify(from)} dst ${JSON.stringify(to)}`)
  }
  for (const [name, from] of source.texts) {
    const lines = compareLines(from, destination.texts.get(name) ?? [])
    differences.push(
      ...lines.slice(0, LINES).map((line) => `${name}: ${line}`),
      ...(lines.length > LINES ? [`${name}: … ${lines.length - LINES} more lines`] : []),
    )
  }
  return differences
}

function show(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : value === true ? 'True' : value === false ? 'False' : String(value)
}

/** A register of CPUID: which bits only one side has. */
function compareBits(name: string, from: number, to: number): string {
  const text = (value: bigint) => `0x${value.toString(16)}`
  const [a, b] = [BigInt(from), BigInt(to)]
  return `${name}: src ${text(a)} dst ${text(b)} (src-only ${text(a & ~b)} dst-only ${text(b & ~a)})`
}

/** Lines to take out (`- `) and to put in (`+ `), by a longest common subsequence. */
export function compareLines(from: readonly string[], to: readonly string[]): string[] {
  let start = 0
  while (start < from.length && start < to.length && from[start] === to[start]) start++
  let [endFrom, endTo] = [from.length, to.length]
  while (endFrom > start && endTo > start && from[endFrom - 1] === to[endTo - 1]) {
    endFrom--
    endTo--
  }
  return subsequence(from.slice(start, endFrom), to.slice(start, endTo))
}

function subsequence(from: readonly string[], to: readonly string[]): string[] {
  // length[i][j]: the longest that from[i…] and to[j…] have in common.
  const length = Array.from({ length: from.length + 1 }, () => new Uint32Array(to.length + 1))
  const at = (i: number, j: number) => length[i]?.[j] ?? 0
  for (let i = from.length - 1; i >= 0; i--) {
    const row = length[i] as Uint32Array
    for (let j = to.length - 1; j >= 0; j--) row[j] = from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const lines: string[] = []
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      i++
      j++
    } else if (i < from.length && (j === to.length || at(i + 1, j) >= at(i, j + 1))) lines.push(`- ${from[i++]}`)
    else lines.push(`+ ${to[j++]}`)
  }
  return lines
}
