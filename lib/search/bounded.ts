/** A number that somebody asked for as a whole number within bounds. @param otherwise where there is none */
export function bounded(value: number | undefined, least: number, most: number, otherwise: number): number {
  return value === undefined || !Number.isFinite(value) ? otherwise : Math.min(Math.max(Math.trunc(value), least), most)
}
