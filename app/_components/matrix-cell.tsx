import { matrixQuery } from '../../lib/api/matrix/fields.ts'
import { queryOf } from '../../lib/api/fields.ts'
import type { CellView, MatrixView } from '../../lib/api/matrix/view.ts'
import { type Saying, STATE_SIGNS, sayingInWords } from '../../lib/evaluate/index.ts'
import type { Knowledge, LinkResolver } from '../../lib/model/index.ts'
import { Condition } from './condition.tsx'
import { EvidenceList } from './evidence.tsx'
import { ProofTree } from './proof.tsx'

interface Props {
  readonly cell: CellView
  readonly view: MatrixView
  readonly knowledge: Knowledge
  readonly links: LinkResolver
}

/** One cell told in full: under which conditions it says what, notes, evidence with its date, and of what was computed the proof. */
export function CellPanel({ cell, view, knowledge, links }: Props) {
  const id = view.entry?.data.id ?? ''
  const whole = matrixQuery({ ...view.fields, version: '', row: '', column: '', ...(view.assumed ? { host: '' } : {}) })
  return (
    <section id="cell" aria-labelledby="cell-title" tabIndex={-1}>
      <h2 id="cell-title">{cell.title}</h2>
      {cell.cells.length === 0 ? <p>No statement.</p> : null}
      {cell.cells.map(({ state, text, says, notes, fragments, move }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place
        <div key={index}>
          {view.kind === 'feature' ? null : (
            <p>
              <strong>
                {STATE_SIGNS[state]} {text || state}
              </strong>
              {move ? ` (${move.source} → ${move.destination})` : ''}
            </p>
          )}
          {says.map((one) => (
            <SayingView key={one.when} saying={one} id={id} knowledge={knowledge} links={links} />
          ))}
          {fragments?.[0] && view.entry ? (
            <p className="small">
              <a href={`/r/${id}@${view.entry.revision}#${fragments[0]}`}>cite this cell</a> <code>{`${id}@${view.entry.revision}#${fragments[0]}`}</code>
            </p>
          ) : null}
          {move?.findings.map(({ claim, effect, guest, certain, summary, cites }) => (
            <div key={`${claim} ${summary}`}>
              <h3>{summary}</h3>
              <p className="small">
                <span className="tag">{effect}</span> {guest === 'unchanged' ? '' : `guest ${guest}`} {certain === 'unknown' ? '(not certain)' : ''}
              </p>
              <EvidenceList evidence={cites} knowledge={knowledge} links={links} />
            </div>
          ))}
          {move && move.findings.length === 0 ? <p>The record finds nothing that stands in the way.</p> : null}
          {(move ? move.missing.map((fact) => `not known: ${fact}`) : notes).map((note) => (
            <p key={note} className="small">
              {note}
            </p>
          ))}
        </div>
      ))}
      {cell.proofs && cell.proofs.length > 0 ? (
        <details>
          <summary>The whole proof</summary>
          {cell.proofs.map((nodes, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place
            <ProofTree key={index} nodes={nodes} knowledge={knowledge} links={links} />
          ))}
        </details>
      ) : null}
      <p className="small row">
        {cell.question ? <a href={`/check?${queryOf({ ...cell.question, fromHost: '', toHost: '', guest: '', via: [] })}`}>Ask the whole question</a> : null}{' '}
        <a href={`/matrix?${whole}`} className="mx-close">
          Close
        </a>
      </p>
    </section>
  )
}

function SayingView({ saying, id, knowledge, links }: { saying: Saying; id: string; knowledge: Knowledge; links: LinkResolver }) {
  return (
    <div>
      <h3>
        <span className={`mx-${saying.state}`}>
          {STATE_SIGNS[saying.state]} {sayingInWords(saying)}
        </span>{' '}
        <Condition text={saying.when || 'always'} />
      </h3>
      {saying.note ? <p>{saying.note}</p> : null}
      <EvidenceList evidence={saying.evidence} knowledge={knowledge} links={links} />
      <p className="small">
        {saying.statements.map((fragment) => (
          <a key={fragment} href={`/features/${id}#${fragment}`}>
            {fragment}{' '}
          </a>
        ))}
      </p>
    </div>
  )
}
