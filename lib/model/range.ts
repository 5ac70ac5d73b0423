import { z } from 'zod'
import { Evidence } from './evidence.ts'
import { Probes } from './probe.ts'

/** An upstream version number: `4.6`, `2.6.32`, `6.1.77`. Quoted in YAML, or 7.10 becomes 7.1. */
export const Version = z.string().regex(/^\d+(\.\d+){1,3}$/, { error: 'a version is text such as "6.1" or "6.1.77" (quote it)' })

/** Of these `reserved` and `deprecated` change nothing about the value. */
export const EVENT_NAMES = ['reserved', 'introduced', 'removed', 'broken', 'fixed', 'deprecated'] as const

/**
 * What happens to a feature at a version. On a mainline version (`6.2`, `7.2.0`) the event holds for it and every later branch;
 * on a point release (`6.1.77`) inside that branch only: a backport is an event of its own. `reserved`: a number exists in a
 * header; it says nothing about an implementation. `deprecated`: it still is there, and its end was announced.
 */
export const Event = z.strictObject({
  event: z.enum(EVENT_NAMES),
  version: Version,
  evidence: z.array(Evidence).optional(),
  note: z.string().optional(),
  /** Found from this event's version on; for `removed` and `broken`, until before it. */
  probe: Probes.optional(),
})
export type Event = z.infer<typeof Event>

/** Events written short, `[{introduced: "4.6"}, {removed: "6.12"}]`, or long with evidence of their own. */
export const Events = z.array(
  z.preprocess((raw) => {
    if (typeof raw !== 'object' || raw === null || 'event' in raw) return raw
    const entries = Object.entries(raw)
    const found = entries.find(([key]) => (EVENT_NAMES as readonly string[]).includes(key))
    return found ? { ...Object.fromEntries(entries.filter(([key]) => key !== found[0])), event: found[0], version: found[1] } : raw
  }, Event),
)
