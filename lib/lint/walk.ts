import type { DataPath } from '../content/positions.ts'

/** Calls `visit` for every part of `data` that a key or an index leads to, outer before inner. */
export function walk(data: unknown, visit: (value: unknown, path: DataPath) => void, path: DataPath = []): void {
  if (typeof data !== 'object' || data === null) return
  const steps: [string | number, unknown][] = Array.isArray(data) ? data.map((part, index) => [index, part]) : Object.entries(data)
  for (const [step, part] of steps) {
    const inner = [...path, step]
    visit(part, inner)
    walk(part, visit, inner)
  }
}
