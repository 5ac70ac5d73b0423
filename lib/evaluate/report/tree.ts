import type { Knowledge, Proof } from '../../model/index.ts'
import { citationInWords } from './words.ts'

/** A line of a drawn proof: the branches before it, and its text. */
export interface TreeLine {
  readonly prefix: string
  readonly rest: string
  readonly text: string
}

/** Draws proofs as a tree, one line a node; a part that was drawn before is not drawn again. */
export function drawProof(proofs: readonly Proof[], knowledge?: Knowledge): TreeLine[] {
  return drawParts(withoutRepeats(proofs), '', knowledge)
}

/**
 * The same proofs without what was drawn already: a repeated part is left out, a repeated step keeps its text only.
 * @param drawn what was drawn before; grows
 */
export function withoutRepeats(proofs: readonly Proof[], drawn: Set<string> = new Set()): Proof[] {
  const here = new Set<string>()
  return proofs.flatMap((proof): Proof[] => {
    const key = JSON.stringify(proof)
    if (here.has(key)) return []
    here.add(key)
    if (drawn.has(key)) return proof.kind === 'step' ? [{ ...proof, text: `${proof.text} (as above)`, because: [] }] : []
    drawn.add(key)
    return [proof.kind === 'step' ? { ...proof, because: withoutRepeats(proof.because, drawn) } : proof]
  })
}

/** A proof's node in one line. */
export function proofInWords(proof: Proof, knowledge?: Knowledge): string {
  switch (proof.kind) {
    case 'step':
      return proof.text
    case 'fact':
      return `${proof.fact} = ${proof.value}${proof.place ? ` (${proof.place})` : ''}`
    case 'assumed':
      return `assumed: ${proof.text}`
    case 'missing':
      return `not known: ${proof.fact} (${proof.why})`
    case 'statement': {
      const cite = proof.cites[0]
      return `${proof.record}@${proof.revision}: ${proof.text}${proof.inferred ? ' (inferred)' : ''}${cite ? ` [${citationInWords(cite, knowledge)}]` : ''}`
    }
  }
}

function drawParts(proofs: readonly Proof[], indent: string, knowledge: Knowledge | undefined): TreeLine[] {
  return proofs.flatMap((proof, index) => {
    const last = index === proofs.length - 1
    const line: TreeLine = { prefix: `${indent}${last ? '└─ ' : '├─ '}`, rest: `${indent}${last ? '   ' : '│  '}`, text: proofInWords(proof, knowledge) }
    return proof.kind === 'step' ? [line, ...drawParts(proof.because, line.rest, knowledge)] : [line]
  })
}
