import { classInWords, conditionInWords, derivationInWords, wordInWords } from '../../lib/evaluate/index.ts'
import type { Rule } from '../../lib/model/index.ts'
import { CiteMark, Claim, type Context } from './claims.tsx'
import { EvidenceList } from './evidence.tsx'

/** What software does that is not about one feature: clauses, what follows from what, and the words that facts can have. */
export function RuleFacts({ rule, ...context }: Context & { rule: Rule }) {
  return (
    <>
      {rule.clauses.length > 0 ? <h2 id="s-clauses">What happens</h2> : null}
      {rule.clauses.map((clause) => (
        <Claim
          key={clause.id}
          id={`clause.${clause.id}`}
          lead={
            <>
              <span className="tag">{clause.stage}</span> {clause.effect === 'silent' ? 'accepted silently' : clause.effect}, if {conditionInWords(clause.if)}
            </>
          }
          text={clause.summary}
          inferred={clause.inferred}
          evidence={clause.evidence}
          {...context}
        />
      ))}
      {rule.parts.length > 0 ? <h2 id="s-parts">Parts of a VM</h2> : null}
      {rule.parts.map((one) => {
        const { title, lines } = classInWords(one)
        return (
          <details key={one.class} id={`class.${one.class}`}>
            <summary>
              {title}
              {one.inferred ? ' (inferred)' : ''}
            </summary>
            <p className="small">
              <CiteMark fragment={`class.${one.class}`} {...context} /> {one.class}
            </p>
            <ul className="small">
              {lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
            <EvidenceList evidence={one.evidence} {...context} />
          </details>
        )
      })}
      {rule.derive.length > 0 ? (
        <>
          <h2 id="s-derive">What follows from what</h2>
          <ul>
            {rule.derive.map((one) => (
              <li key={JSON.stringify([one.when, one.set])}>{derivationInWords(one)}</li>
            ))}
          </ul>
        </>
      ) : null}
      {rule.vocabulary.length > 0 ? <h2 id="s-words">Words</h2> : null}
      {rule.vocabulary.map(({ fact, values, evidence }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fact may have two lists
        <details key={index}>
          <summary>
            What <code>{fact}</code> can be ({values.length})
          </summary>
          <ul className="small">
            {values.map((value) => (
              <li key={value.name}>{wordInWords(value)}</li>
            ))}
          </ul>
          <EvidenceList evidence={evidence} {...context} />
        </details>
      ))}
    </>
  )
}
