import type { Family } from '../family.ts'

/** Every family that can be told from upstream's source: a line each, a file each in this folder. */
export const FAMILIES: readonly Family[] = []
