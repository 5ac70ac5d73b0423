import { proofInWords } from '../../lib/evaluate/index.ts'
import type { Knowledge, LinkResolver, Proof } from '../../lib/model/index.ts'
import { EvidenceList } from './evidence.tsx'

/** A proof as a drawn tree; its leaves are facts of the question, assumptions, and statements with their evidence. */
export function ProofTree({ proofs, knowledge, links }: { proofs: readonly Proof[]; knowledge: Knowledge; links: LinkResolver }) {
  return (
    <ul className="tree">
      {proofs.map((proof, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a proof's parts have no identity but their place
        <li key={index}>
          {proof.kind === 'statement' ? (
            <>
              <a className="id" href={`/r/${proof.record}@${proof.revision}`}>
                {proof.record}@{proof.revision}
              </a>{' '}
              {proof.text}
              {proof.inferred ? ' (inferred)' : ''}
              <EvidenceList evidence={proof.cites} knowledge={knowledge} links={links} />
            </>
          ) : (
            proofInWords(proof, knowledge)
          )}
          {proof.kind === 'step' && proof.because.length > 0 ? <ProofTree proofs={proof.because} knowledge={knowledge} links={links} /> : null}
        </li>
      ))}
    </ul>
  )
}
