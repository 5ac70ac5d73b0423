import { nodeInWords, type ProofNode } from '../../lib/evaluate/index.ts'
import type { Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { EvidenceList } from './evidence.tsx'

/**
 * A proof as a drawn tree; its leaves are facts of the question, assumptions, and statements with their evidence. Its steps open and close; one that
 * several findings go by is shown once, and linked to after that.
 */
export function ProofTree({ nodes, knowledge, links }: { nodes: readonly ProofNode[]; knowledge: Knowledge; links: LinkResolver }) {
  return (
    <ul className="tree proof">
      {nodes.map((node, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a proof's parts have no identity but their place
        <li key={index} className={`p-${node.proof.kind}`} id={node.number !== undefined && !node.isAgain ? `proof-${node.number}` : undefined}>
          <NodeView node={node} knowledge={knowledge} links={links} />
        </li>
      ))}
    </ul>
  )
}

function NodeView({ node, knowledge, links }: { node: ProofNode; knowledge: Knowledge; links: LinkResolver }) {
  const { proof } = node
  if (proof.kind === 'statement')
    return (
      <>
        <Kind name="record" />
        <a className="id" href={`/r/${proof.record}@${proof.revision}`}>
          {proof.record}@{proof.revision}
        </a>{' '}
        {proof.text}
        {proof.inferred ? ' (inferred)' : ''}
        <EvidenceList evidence={proof.cites} knowledge={knowledge} links={links} />
      </>
    )
  if (node.isAgain)
    return (
      <a className="again" href={`#proof-${node.number}`}>
        {nodeInWords(node, knowledge)}
      </a>
    )
  if (node.parts.length === 0)
    return (
      <>
        <Kind name={KINDS[proof.kind]} />
        <bdi>{nodeInWords(node, knowledge)}</bdi>
      </>
    )
  return (
    <details open>
      <summary>{nodeInWords(node, knowledge)}</summary>
      <ProofTree nodes={node.parts} knowledge={knowledge} links={links} />
    </details>
  )
}

/** What a leaf is; of what is missing and assumed the words themselves say it. */
const KINDS = { fact: 'given', step: '', missing: '', assumed: '' } as const

function Kind({ name }: { name: string }) {
  return name === '' ? null : (
    <>
      <span className="tag">{name}</span>{' '}
    </>
  )
}
