import { z } from 'zod'

const Scalar = z.union([z.string(), z.number(), z.boolean()])

/** A value of a feature: a boolean, a member of an ordered enum, a number, or a set (as a list). */
export const Value = z.union([Scalar, z.array(z.union([z.string(), z.number()]))])
export type Value = z.infer<typeof Value>

/** What values a feature can have. An `enum`'s order is ascending: a later value offers all that an earlier one does. */
export const Domain = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('boolean') }),
  z.strictObject({ type: z.literal('enum'), order: z.array(z.string()).min(2) }),
  z.strictObject({ type: z.literal('number'), unit: z.string().optional() }),
  z.strictObject({ type: z.literal('set'), members: z.array(z.union([z.string(), z.number()])).min(1) }),
])
export type Domain = z.infer<typeof Domain>
