import type { Headers } from './headers.ts'

/** Signs of spam, named; empty for honest mail. */
export function signsOfSpam(headers: Headers): readonly string[] {
  return /^yes/i.test(headers.first('x-spam-flag')) ? ['flagged'] : []
}
