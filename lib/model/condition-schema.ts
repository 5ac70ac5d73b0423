import { z } from 'zod'
import { ConditionError, type RawCondition, parseCondition, parseMatch } from './condition.ts'

/** Schema of a raw condition; reports what `parseCondition` rejects at its place. */
export const Condition: z.ZodType<RawCondition> = z.record(z.string(), z.unknown()).superRefine((raw, context) => {
  try {
    parseCondition(raw)
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    context.addIssue({ code: 'custom', message: error.message, path: [...error.path] })
  }
})

/** Schema of a raw match; reports what `parseMatch` rejects at its place. */
export const Match = z.unknown().superRefine((raw, context) => {
  try {
    parseMatch(raw)
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    context.addIssue({ code: 'custom', message: error.message, path: [...error.path] })
  }
})
