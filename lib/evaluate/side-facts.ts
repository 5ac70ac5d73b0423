import type { Device, Proof, Side } from '../model/index.ts'

/** A fact that holds on a side, and how it is known. */
export interface Known {
  readonly value: string
  readonly proof: Proof
}

/** One side with all that is known of it: given, derived by rules, or taken over from the same VM's other side. */
export interface SideFacts {
  readonly name: Side
  readonly facts: ReadonlyMap<string, Known>
  readonly devices: readonly Device[]
  /** Places of the devices in the question, as proof. */
  readonly deviceProof: Proof
}

/** A fact whose proof is made when somebody asks. */
export class LazyKnown implements Known {
  readonly value: string
  #proof: Proof | undefined
  readonly #make: () => Proof

  constructor(value: string, make: () => Proof) {
    this.value = value
    this.#make = make
  }

  get proof(): Proof {
    this.#proof ??= this.#make()
    return this.#proof
  }
}

export class CompleteSide implements SideFacts {
  readonly name: Side
  readonly facts: ReadonlyMap<string, Known>
  readonly devices: readonly Device[]
  readonly #given: boolean
  #proof: Proof | undefined

  /** @param known whether the question lists the devices, be it with none */
  constructor(name: Side, facts: ReadonlyMap<string, Known>, devices: readonly Device[], known: boolean) {
    this.name = name
    this.facts = facts
    this.devices = devices
    this.#given = known
  }

  get deviceProof(): Proof {
    this.#proof ??= this.#given
      ? { kind: 'fact', fact: `${this.name}.device`, value: listed(this.devices), origin: 'given' }
      : { kind: 'assumed', text: 'the VM has no devices but those that are named', fact: `${this.name}.device` }
    return this.#proof
  }
}

/** Characters of a list of devices in a proof. Each device that is on one side only cites the other's whole list, so a long one is cut. */
const LONGEST_LIST = 2000

function listed(devices: readonly Device[]): string {
  const text = devices.map(deviceText).join(' ') || 'none'
  return text.length <= LONGEST_LIST ? text : `${text.slice(0, LONGEST_LIST)}… (${devices.length} in all)`
}

function deviceText({ driver, properties }: Device): string {
  return [driver, ...Object.entries(properties).map(([key, value]) => `${key}=${value}`)].join(',')
}
