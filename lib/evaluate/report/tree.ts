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
  return drawParts(proofs, '', new Set(), knowledge)
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

function drawParts(proofs: readonly Proof[], indent: string, drawn: Set<string>, knowledge: Knowledge | undefined): TreeLine[] {
  const fresh = proofs.filter((proof, index) => {
    const key = JSON.stringify(proof)
    return proofs.findIndex((other) => JSON.stringify(other) === key) === index && !drawn.has(key)
  })
  return fresh.flatMap((proof, index) => {
    drawn.add(JSON.stringify(proof))
    const last = index === fresh.length - 1
    const line: TreeLine = { prefix: `${indent}${last ? '└─ ' : '├─ '}`, rest: `${indent}${last ? '   ' : '│  '}`, text: proofInWords(proof, knowledge) }
    return proof.kind === 'step' ? [line, ...drawParts(proof.because, line.rest, drawn, knowledge)] : [line]
  })
}
