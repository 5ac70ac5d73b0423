import type { Draft, Lookup, Written } from './blocks.ts'

/** Finds the messages that quoted blocks stood in first. */
export function resolved(drafts: readonly Draft[], _message: Written, _lookup: Lookup): readonly Draft[] {
  return drafts
}
