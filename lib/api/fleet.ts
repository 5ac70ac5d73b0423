import { z } from 'zod'
import { evaluateFleet, validateFleet } from '../evaluate/index.ts'
import { type FleetLimits, fleetOf, parseFleet } from '../input/index.ts'
import { type Fleet, type FleetAnswer, InputError, type Knowledge } from '../model/index.ts'
import { HttpError, problemOf } from './problem.ts'
import { makeReady } from './ready.ts'
import { LONGEST_FLEET, withinTime } from './within-time.ts'

/** Most that one request may ask: it is answered at once, by one process. */
export const FLEET_LIMITS: FleetLimits = { characters: 1024 * 1024, hosts: 2000, vms: 4000 }
/** Most different profiles of hosts, and most different definitions of VMs. */
const MOST_KINDS = 64
const MOST_DEFINITIONS = 16

const Facts = z.union([z.string(), z.record(z.string(), z.unknown())])
const Names = z.union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))])

/** A fleet as JSON has it; what is inside is read as from a file. */
export const FleetBody = z
  .strictObject({
    /** Names with facts, or with `{profile, count | names, room}`. */
    hosts: Names,
    /** Names with `{definition, guest, host | hosts, count, boot}`. */
    vms: Names.optional(),
    /** Names of hosts or groups with the facts that change. */
    upgrade: z.record(z.string(), Facts).optional(),
    accept: z.enum(['yes', 'conditional']).optional(),
  })
  .meta({ id: 'Fleet' })
export type FleetBody = z.infer<typeof FleetBody>

/** Reads, checks and answers. @throws InputError with every problem and its field's path, HttpError for too much */
export function answerFleet(knowledge: Knowledge, body: FleetBody): FleetAnswer {
  return answered(knowledge, fleetOf(body, { options: knowledge.options, name: 'fleet', limits: FLEET_LIMITS }))
}

/** The same for a pasted text. */
export function answerFleetText(knowledge: Knowledge, text: string): FleetAnswer {
  return answered(knowledge, parseFleet(text, { options: knowledge.options, name: 'fleet', limits: FLEET_LIMITS }))
}

/** What came of the form: an answer, what is wrong with the text, or nothing when nothing was asked. */
export function askFleet(knowledge: Knowledge, text: string): { readonly answer?: FleetAnswer; readonly problems: readonly string[] } {
  if (text.trim() === '') return { problems: [] }
  try {
    return { answer: answerFleetText(knowledge, text), problems: [] }
  } catch (error) {
    const { status, detail, errors } = problemOf(error)
    if (status >= 500) throw error
    return { problems: [...new Set((errors ?? [{ message: detail }]).map(({ message }) => message))] }
  }
}

function answered(knowledge: Knowledge, fleet: Fleet): FleetAnswer {
  const problems = validateFleet(knowledge, fleet)
  if (problems.length > 0) throw new InputError(problems)
  const count = (texts: Iterable<unknown>): number => new Set([...texts].map((one) => JSON.stringify(one))).size
  const kinds = count([...fleet.hosts.map(({ profile }) => profile.facts), ...[...fleet.upgrade.values()].map(({ facts }) => facts)])
  if (kinds > MOST_KINDS)
    throw new HttpError(413, `${kinds} different profiles of hosts; at most ${MOST_KINDS} in one request; \`canimigrate fleet\` takes more`)
  const definitions = count(fleet.vms.map(({ profile: { facts, devices } }) => [facts, devices]))
  if (definitions > MOST_DEFINITIONS)
    throw new HttpError(413, `${definitions} different definitions of VMs; at most ${MOST_DEFINITIONS} in one request; \`canimigrate fleet\` takes more`)
  makeReady(knowledge)
  return withinTime(() => evaluateFleet(knowledge, fleet), LONGEST_FLEET)
}
