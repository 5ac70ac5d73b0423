import type { Device, Knowledge, PartClass, Proof } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type Scope, judge } from '../condition.ts'
import type { SideFacts } from '../side-facts.ts'
import { classesOf } from './classes.ts'
import { byDriver, cpuOf, machineOf, plain, shown } from './given.ts'
import { placeParts } from './places.ts'
import { reasonsOver } from './reasons.ts'
import type { SidePart, SideParts } from './side-part.ts'
import { valuesOver } from './values.ts'

/** All parts of a side: the machine, the CPU model, and what the definition lists. */
export function sideParts(knowledge: Knowledge, side: SideFacts, scope: Scope): SideParts {
  const classes = classesOf(knowledge)
  const here: Scope = { ...scope, side }
  const asked: (readonly [kind: string, driver: string, found: PartClass | undefined])[] = []
  const make = (kind: string, driver: string, given: ReadonlyMap<string, string>, device: Device | undefined, proof: Proof): SidePart => {
    const found = classes.of(kind, driver).find((one) => !one.if || truthOf(one.if, here) !== 'no')
    asked.push([kind, driver, found])
    return { kind, driver, given, class: found && classes.whole(found), device, side, proof, index: -1, key: '', hasBus: () => true, referred: false }
  }
  const globals = side.devices.filter(({ kind }) => kind === 'global')
  const used = new Set<Device>()
  const listed = side.devices
    .filter(({ kind }) => kind !== 'global')
    .map((device) => {
      const bare = make(device.kind, device.driver, plain(device), device, shown(side, device))
      const meant = globals.filter(({ driver }) => driver === device.driver || bare.class?.names.has(driver))
      if (meant.length === 0) return bare
      for (const one of meant) used.add(one)
      const proof: Proof = { kind: 'step', text: `${device.driver} with what -global sets`, because: [bare.proof, ...meant.map((one) => shown(side, one))] }
      return { ...bare, proof, given: new Map([...meant.flatMap((one) => [...plain(one)]), ...bare.given]) }
    })
  const rest = byDriver(globals.filter((one) => !used.has(one))).map((device) => make('global', device.driver, plain(device), device, shown(side, device)))
  const parts = [...machineOf(side, classes, make), ...cpuOf(side, classes.kinds, make), ...listed, ...rest]
  for (const [index, part] of parts.entries()) part.index = index
  /** Conditions of classes that were asked for, down to the one that was found, and of buses. */
  const busReasons = (explained: Scope): readonly Proof[] => {
    // Parts of one driver are of one class for the same reasons.
    const ofDrivers = new Map(asked.map((one) => [`${one[0]} ${one[1]}`, one])).values()
    const ofClasses = [...ofDrivers].flatMap(([kind, driver, found]) => {
      const all = classes.of(kind, driver)
      return all.slice(0, found ? all.indexOf(found) + 1 : all.length).flatMap((one) => (one.if ? judge(one.if, explained).because : []))
    })
    const ofBuses = knowledge.rules.flatMap(({ data }) => data.buses).flatMap((bus) => (bus.if ? judge(bus.if, explained).because : []))
    return eachOnce([...ofClasses, ...ofBuses])
  }
  const values = valuesOver(parts, here)
  const reasons = reasonsOver(parts, values, busReasons)
  placeParts(knowledge, parts, values, here)
  /** The same, and what names and addresses were made of. */
  const placeReasons = (explained: Scope): readonly Proof[] => {
    const ofPlaces = parts.flatMap((part) =>
      (part.class?.telling ?? []).filter((name) => !part.given.has(name)).flatMap((name) => reasons.reasonsOf(part, name, explained)),
    )
    return eachOnce([...busReasons(explained), ...ofPlaces])
  }
  let known: readonly Proof[] | undefined
  return {
    parts,
    ...values,
    ...reasons,
    placeReasons(explained) {
      known ??= placeReasons(explained)
      return known
    },
    get classes() {
      return new Set(asked.flatMap(([, , found]) => (found ? [...classes.whole(found).names] : [])))
    },
  }
}

/** What is missing is made anew each time that it is asked for; the rest is the same object. */
function eachOnce(proofs: readonly Proof[]): readonly Proof[] {
  return [...new Map(proofs.map((proof) => [proof.kind === 'missing' ? `${proof.fact} ${proof.why}` : proof, proof])).values()]
}
