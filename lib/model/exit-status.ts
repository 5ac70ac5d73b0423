import type { Verdict } from './answer.ts'

/** Exit status of the CLI per verdict; 2 is bad input. */
export const EXIT_STATUS: Readonly<Record<Verdict, number>> = { yes: 0, no: 1, conditional: 3, unknown: 4 }
