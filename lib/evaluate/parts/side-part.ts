import type { Case, Device, Proof } from '../../model/index.ts'
import type { Scope } from '../condition.ts'
import type { SideFacts } from '../side-facts.ts'
import type { MissingFact } from '../truth.ts'
import type { CompiledClass } from './classes.ts'
import type { Source } from './sources.ts'

/** A part of the VM on one side, with the class that speaks of it and the key by which the other side's is found. */
export interface SidePart {
  readonly kind: string
  readonly driver: string
  /** What was given, in plain form, with what `-global` adds. */
  readonly given: ReadonlyMap<string, string>
  readonly class: CompiledClass | undefined
  /** As the question gave it; none for the machine and the CPU, which are facts. */
  readonly device: Device | undefined
  readonly side: SideFacts
  readonly proof: Proof
  /** Its place among the parts of the side, from 0; set by `sideParts`. */
  index: number
  /** Set by `placeParts`, as is the part that brings the bus which this one is on. */
  key: string
  below?: SidePart | undefined
  /** Bus and address, as `placeParts` has them; whether the machine or an earlier part has that address, or none is left; the part at function 0 of its slot. */
  place?: string
  taken?: 'yes' | 'full'
  head?: SidePart | undefined
  /** Whether the machine or a part before it has a bus of a type, and of a name; set by `placeParts`. */
  hasBus: (type: string, name?: string) => boolean
  /** Whether another part refers to it, so that it is compared there. */
  referred: boolean
}

/** The parts of a side, how their values are found, and what they rest on. */
export interface SideParts extends Values, Reasons {
  readonly parts: readonly SidePart[]
  /** What it rests on which classes the parts are of, and where they are. */
  readonly placeReasons: (explained: Scope) => readonly Proof[]
  /** Names of the classes that the parts are of, and of those that these are like. */
  readonly classes: ReadonlySet<string>
}

/** How the values of a side's parts are found. */
export interface Values {
  /**
   * A property or field of a part, in plain form: what was given, else what the class says; undefined where that is not known. Of parts with words
   * `word.<word>` is `on` or `off`, and `unavailable` lists those that were asked for and cannot be given.
   */
  readonly valueOf: (part: SidePart, name: string) => string | undefined
  /** The same, with what is missing where it is not known. */
  readonly tell: (part: SidePart, name: string) => Told
  /** A backend by its name; of several the last. */
  readonly named: (id: string | undefined) => SidePart | undefined
  /** What the first case that holds for a part says. */
  readonly firstCase: (part: SidePart, cases: readonly Case[]) => Told
  /** Whether a part is as `with` says. */
  readonly fits: (part: SidePart, one: Pick<Case, 'with'>) => boolean | Unknown
  /** Where a value comes from that was not given. */
  readonly sourceOf: (part: SidePart, name: string) => Source
}

/** What the values of a side's parts rest on. */
export interface Reasons {
  /** What a value rests on beside the part itself, also where it is not known. */
  readonly reasonsOf: (part: SidePart, name: string, explained: Scope) => readonly Proof[]
  /** What it rests on that a part is, or is not, as `with` says. */
  readonly reasonsOfWith: (part: SidePart, one: Pick<Case, 'with'>, explained: Scope) => readonly Proof[]
  /** What the words of a part rest on. */
  readonly reasonsOfWords: (part: SidePart, explained: Scope) => readonly Proof[]
}

/** What keeps something from being known, and what it hangs on: where that is alike on two sides, so is what is not known. */
export interface Unknown {
  readonly missing: readonly MissingFact[]
  readonly hangs: string
}

/** A value; where it is undefined and facts are missing it is not known, else it is not set. */
export interface Told extends Unknown {
  readonly value: string | undefined
}

/** A value that is not set. */
export const UNTOLD: Told = { value: undefined, missing: [], hangs: '' }

/** A value that is known. */
export function toldOf(value: string): Told {
  return { value, missing: [], hangs: '' }
}
