import type { Finding, Profile, Proof } from '../../lib/model/index.ts'

/** A profile with nothing but the facts and parts that a finding's proof cites for its side; facts of the guest are of both. */
export function citedProfile(finding: Finding, side: 'source' | 'destination', whole: Profile): Profile {
  const cited = new Set<string>()
  collect(finding.because, cited)
  const isCited = (key: string): boolean =>
    cited.has(key.startsWith('guest.') ? key : `${side}.${key}`) || (key === 'guest.uses.*' && [...cited].some((one) => one.startsWith('guest.uses.')))
  return {
    ...whole,
    // Nothing is taken over from the other side but what the proof says was.
    complete: true,
    facts: Object.fromEntries(Object.entries(whole.facts).filter(([key]) => isCited(key))),
    devices: cited.has(`${side}.device`) ? whole.devices : whole.devices.filter(({ kind }) => cited.has(`${side}.${kind}`)),
    'not-understood': cited.has(`${side}.not-understood`) ? whole['not-understood'] : [],
  }
}

function collect(proofs: readonly Proof[], into: Set<string>): void {
  for (const proof of proofs) {
    if (proof.kind === 'fact' || (proof.kind === 'assumed' && proof.fact)) into.add(proof.fact as string)
    if (proof.kind === 'step') collect(proof.because, into)
  }
}
