import type { Knowledge, Proof } from '../../model/index.ts'
import { restoreProof } from '../shared-proof.ts'
import { citationInWords } from './words.ts'

/** A line of a drawn proof: the branches before it, and its text. */
export interface TreeLine {
  readonly prefix: string
  readonly rest: string
  readonly text: string
}

/** A part of a proof as it is shown: what was shown before is not shown again but referred to by its number. */
export interface ProofNode {
  readonly proof: Proof
  /** Of a step that is shown more than once; the same wherever it is. */
  readonly number?: number | undefined
  /** It was shown before, so that its parts are not shown here. */
  readonly isAgain: boolean
  readonly parts: readonly ProofNode[]
}

/** Draws proofs as a tree, one line a node; a step that was drawn before is referred to: `#2 text (see above)`. */
export function drawProof(proofs: readonly Proof[], knowledge?: Knowledge): TreeLine[] {
  return drawNodes(shareProofs([proofs])[0] ?? [], knowledge)
}

/** Draws parts of proofs that were shared. */
export function drawNodes(nodes: readonly ProofNode[], knowledge?: Knowledge): TreeLine[] {
  return drawParts(nodes, '', knowledge)
}

/**
 * Proofs as they are shown one after the other, such as those of all findings of an answer: a step that several go by is shown once, with a number, and
 * referred to after that. A fact or statement is shown once among its neighbours.
 */
export function shareProofs(all: readonly (readonly Proof[])[]): ProofNode[][] {
  const keyOf = keys()
  const whole = all.map(restoreProof)
  const counts = new Map<number, number>()
  const count = (proofs: readonly Proof[]): void => {
    for (const [key, proof] of distinct(proofs, keyOf)) {
      if (proof.kind !== 'step' || proof.because.length === 0) continue
      counts.set(key, (counts.get(key) ?? 0) + 1)
      if (counts.get(key) === 1) count(proof.because)
    }
  }
  whole.forEach(count)
  const numbers = new Map<number, number>()
  const node = ([key, proof]: readonly [number, Proof]): ProofNode => {
    if (proof.kind !== 'step' || (counts.get(key) ?? 0) < 2)
      return { proof, isAgain: false, parts: proof.kind === 'step' ? distinct(proof.because, keyOf).map(node) : [] }
    const number = numbers.get(key)
    if (number !== undefined) return { proof, number, isAgain: true, parts: [] }
    numbers.set(key, numbers.size + 1)
    return { proof, number: numbers.size, isAgain: false, parts: distinct(proof.because, keyOf).map(node) }
  }
  return whole.map((proofs) => distinct(proofs, keyOf).map(node))
}

/** A node's line: its number where it is shown more than once, and its text. */
export function nodeInWords({ proof, number, isAgain }: ProofNode, knowledge?: Knowledge): string {
  return `${number === undefined ? '' : `#${number} `}${proofInWords(proof, knowledge)}${isAgain ? ' (see above)' : ''}`
}

/** What a finding rests on in the end, each once: facts, assumptions, statements of records, and what is missing. */
export function leavesOf(proofs: readonly Proof[]): Proof[] {
  const seen = new Set<Proof>()
  const walk = (some: readonly Proof[]): void => {
    for (const proof of some) {
      if (seen.has(proof)) continue
      seen.add(proof)
      if (proof.kind === 'step') walk(proof.because)
    }
  }
  walk(restoreProof(proofs))
  const leaves = [...seen].filter(({ kind }) => kind !== 'step')
  return distinct(leaves, keys()).map(([, proof]) => proof)
}

function distinct(proofs: readonly Proof[], keyOf: (proof: Proof) => number): [number, Proof][] {
  return [...new Map(proofs.map((proof) => [keyOf(proof), proof] as const))]
}

/** The same number for proofs that say the same. What many go by is one object, and is read once: written out, the proofs of an answer are megabytes. */
function keys(): (proof: Proof) => number {
  const byObject = new Map<Proof, number>()
  const byText = new Map<string, number>()
  return function keyOf(proof): number {
    const known = byObject.get(proof)
    if (known !== undefined) return known
    const text = JSON.stringify(proof.kind === 'step' ? [proof.text, proof.because.map(keyOf)] : proof)
    const key = byText.get(text) ?? byText.size
    byText.set(text, key)
    byObject.set(proof, key)
    return key
  }
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

function drawParts(nodes: readonly ProofNode[], indent: string, knowledge: Knowledge | undefined): TreeLine[] {
  return nodes.flatMap((node, index) => {
    const last = index === nodes.length - 1
    const line: TreeLine = { prefix: `${indent}${last ? '└─ ' : '├─ '}`, rest: `${indent}${last ? '   ' : '│  '}`, text: nodeInWords(node, knowledge) }
    return [line, ...drawParts(node.parts, line.rest, knowledge)]
  })
}
