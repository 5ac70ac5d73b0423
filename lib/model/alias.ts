import { z } from 'zod'

const Words = z.string().min(1)

/**
 * A name that people use for a record, unique over all records: a text, or a text with how it counts in mail.
 * Without the options its form decides; see `lib/mail/mentions/names.ts`.
 */
export const Alias = z.union([
  Words,
  z.strictObject({
    name: Words,
    /** `exact`: only as written here; `any`: upper and lower case are one. */
    case: z.enum(['exact', 'any']).optional(),
    /** `true`: a message that has it speaks of the record; `false`: only beside a second sign, such as another name of the record. */
    alone: z.boolean().optional(),
    /** Words that are a second sign when they stand in the same message; implies `alone: false`. */
    with: z.array(Words).min(1).optional(),
  }),
])
export type Alias = z.infer<typeof Alias>

/** The name itself. */
export function aliasName(alias: Alias): string {
  return typeof alias === 'string' ? alias : alias.name
}
