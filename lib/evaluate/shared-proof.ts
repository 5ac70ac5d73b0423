import type { Proof } from '../model/index.ts'

type Step = Extract<Proof, { kind: 'step' }>

/**
 * Makes a finding's proof write a step that several others go by once: as JSON the first has its parts and a number (`shared`), the others have the number and no parts. In memory they are
 * one object. Written out in full, the proofs of an answer are several times as long.
 */
export function sharedInJson(proofs: Proof[]): Proof[] {
  return Object.defineProperty(proofs, 'toJSON', { value: () => written(proofs), configurable: true })
}

/** Proofs that were read from JSON, with the parts of their shared steps back in place: each step is one object again. Others stay as they are. */
export function restoreProof(proofs: readonly Proof[]): readonly Proof[] {
  const whole = new Map<number, Step>()
  const restored = (proof: Proof): Proof => {
    if (proof.kind !== 'step') return proof
    const known = proof.shared === undefined ? undefined : whole.get(proof.shared)
    if (known) return known
    const { shared, ...step } = proof
    const found: Step = { ...step, because: proof.because.map(restored) }
    if (shared !== undefined) whole.set(shared, found)
    return found
  }
  return proofs.some(hasShared) ? proofs.map(restored) : proofs
}

function written(proofs: readonly Proof[]): Proof[] {
  const again = stepsMetAgain(proofs)
  if (again.size === 0) return [...proofs]
  const numbers = new Map<Step, number>()
  const write = (proof: Proof): Proof => {
    if (proof.kind !== 'step') return proof
    const { kind, text } = proof
    if (!again.has(proof)) return { kind, text, because: proof.because.map(write) }
    const number = numbers.get(proof)
    if (number !== undefined) return { kind, text, shared: number, because: [] }
    numbers.set(proof, numbers.size + 1)
    return { kind, text, shared: numbers.size, because: proof.because.map(write) }
  }
  return proofs.map(write)
}

/** Steps with parts that are met more than once. */
function stepsMetAgain(proofs: readonly Proof[]): ReadonlySet<Step> {
  const seen = new Set<Step>()
  const again = new Set<Step>()
  const walk = (some: readonly Proof[]): void => {
    for (const proof of some) {
      if (proof.kind !== 'step' || proof.because.length === 0) continue
      if (seen.has(proof)) again.add(proof)
      else {
        seen.add(proof)
        walk(proof.because)
      }
    }
  }
  walk(proofs)
  return again
}

function hasShared(proof: Proof): boolean {
  return proof.kind === 'step' && (proof.shared !== undefined || proof.because.some(hasShared))
}
