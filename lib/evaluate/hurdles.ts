import type { Knowledge, Profile } from '../model/index.ts'
import { decide, rankOf } from './decide.ts'
import { recordFindings } from './findings.ts'
import type { Found } from './found.ts'
import { isRestarted } from './judge-pair.ts'
import { pairScope } from './pair-scope.ts'
import { tick } from './patience.ts'
import { type PlannedRecord, planOf } from './plan.ts'
import type { SideFacts } from './side-facts.ts'
import { completeSides } from './sides.ts'

/** What found something, of which some mostly still stands in the way of what is tried: then the rest needs no asking. */
export class Hurdles {
  readonly #knowledge: Knowledge
  readonly #boot: SideFacts | undefined
  /** The one that stood in the way last comes first. */
  #records: readonly PlannedRecord[]

  /** @param found what was found before something was tried */
  constructor(knowledge: Knowledge, found: readonly Found[], boot: SideFacts | undefined) {
    this.#knowledge = knowledge
    this.#boot = boot
    // What is known of parts does not come from one record by itself.
    const ids = new Set(found.map(({ finding }) => finding.record))
    this.#records = planOf(knowledge).records.filter(({ entry }) => ids.has(entry.data.id))
  }

  /** Whether one of them alone, or that an option is not there, keeps the verdict at `rank` or under it (`rankOf`): whatever else is found makes none better. */
  keepAt(rank: number, source: Profile, destination: Profile): boolean {
    tick()
    const scope = pairScope(this.#knowledge, completeSides(this.#knowledge, source, destination, this.#boot), false)
    // Of what is started anew other things matter.
    if (isRestarted(scope.sides)) return false
    const isKept = (found: readonly Found[]): boolean => rankOf(decide(found, true).verdict) <= rank
    if (isKept([...scope.source.limits(false), ...scope.destination.limits(false)])) return true
    const keeps = this.#records.find((record) => {
      if (scope.source.applies(record) === 'no' && scope.destination.applies(record) === 'no') return false
      const found: Found[] = []
      recordFindings(record, scope, found)
      return isKept(found)
    })
    if (keeps) this.#records = [keeps, ...this.#records.filter((record) => record !== keeps)]
    return keeps !== undefined
  }
}
