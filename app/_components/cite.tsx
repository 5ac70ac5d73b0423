import { reportMail } from '../../lib/api/report-mail.ts'
import { CITATION_FORMATS, citableOf, citationOf, formatCitation } from '../../lib/evaluate/index.ts'
import type { Entry } from '../../lib/model/index.ts'
import type { StoredRevision } from '../../lib/store/port.ts'

const NAMES: Readonly<Record<(typeof CITATION_FORMATS)[number], string>> = {
  text: 'for a mail',
  short: 'short; found in mails',
  link: 'for a commit',
  markdown: 'markdown',
  bibtex: 'BibTeX',
  json: 'JSON',
}

/** A citation of this revision in each form. */
export function HowToCite({ entry, url }: { entry: Entry; url: string }) {
  const citation = citationOf(entry, url)
  const claim = citableOf(entry).at(-1)
  return (
    <>
      <h2 id="cite">How to cite</h2>
      <pre>{formatCitation(citation, 'text')}</pre>
      <details>
        <summary>{claim ? 'Other forms, and one claim or cell' : 'Other forms'}</summary>
        <dl className="keys forms">
          {CITATION_FORMATS.filter((format) => format !== 'text').map((format) => (
            <div key={format}>
              <dt>{NAMES[format]}</dt>
              <dd>
                <pre>{formatCitation(citation, format)}</pre>
              </dd>
            </div>
          ))}
        </dl>
        {claim ? (
          <p>
            One claim of it: the <b>#</b> beside it is its address, which stays the same while the claim does. On the command line{' '}
            <code>canimigrate cite {`${citation.short}#${claim.fragment}`}</code>; <code>--claims</code> lists them. A cell of a matrix has a <b>¶</b>, seen
            where one points to it.
          </p>
        ) : null}
      </details>
    </>
  )
}

/** A prepared mail to those who look after the records, or its text. */
export function ReportProblem({ stored, url }: { stored: StoredRevision; url: string }) {
  const { href, to, subject, body } = reportMail(stored, url)
  return (
    <>
      <h2 id="s-report">Report a problem</h2>
      {href ? (
        <p>
          Something here is wrong or out of date? <a href={href}>Write a mail to {to}</a>; it is prepared.
        </p>
      ) : (
        <details>
          <summary>Something here is wrong or out of date? A text to send to those who keep these records</summary>
          <pre>{`Subject: ${subject}\n\n${body}`}</pre>
        </details>
      )}
    </>
  )
}
