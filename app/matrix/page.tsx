import type { Metadata } from 'next'
import { matrixFields } from '../../lib/api/matrix/fields.ts'
import { type MatrixView, matrixView } from '../../lib/api/matrix/view.ts'
import { problemOf } from '../../lib/api/problem.ts'
import type { Knowledge } from '../../lib/model/index.ts'
import { ClientScript } from '../_components/client-script.tsx'
import { Downloads, MatrixBody, Pager } from '../_components/matrix-body.tsx'
import { CellPanel } from '../_components/matrix-cell.tsx'
import { MatrixForms } from '../_components/matrix-forms.tsx'
import { pageContext, queryFrom, type SearchParams } from '../_components/service.ts'

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { feature, component, version } = matrixFields(await queryFrom(searchParams))
  const about = [feature, component, version].filter(Boolean).join(' ')
  return { title: about ? `Matrix: ${about}` : 'Matrix' }
}

/** Features over releases, one release, one feature, two components' releases against each other, or from release to release. */
export default async function MatrixPage({ searchParams }: { searchParams: SearchParams }) {
  const query = await queryFrom(searchParams)
  const { knowledge, links } = await pageContext()
  const { view, errors } = tried(knowledge, query)
  const fields = view?.fields ?? matrixFields(query)
  return (
    <>
      <h1>Matrix</h1>
      <MatrixForms knowledge={knowledge} fields={fields} view={view} />
      {errors.length > 0 ? (
        <ul className="error">
          {errors.map((message) => (
            <li key={message}>
              {message}
              <Near message={message} asked={fields.feature} />
            </li>
          ))}
        </ul>
      ) : null}
      {view ? (
        <>
          {view.cell ? <CellPanel cell={view.cell} view={view} knowledge={knowledge} links={links} /> : null}
          <MatrixBody view={view} links={links} />
          <Pager view={view} />
          <Downloads view={view} />
        </>
      ) : null}
      <ClientScript name="matrix" />
    </>
  )
}

/** The feature that an error proposes, and the search for what was asked. */
function Near({ message, asked }: { message: string; asked: string }) {
  const near = /did you mean `([^`]+)`/.exec(message)?.[1]
  if (!message.startsWith('no feature')) return null
  return (
    <>
      {' '}
      {near ? <a href={`/matrix?feature=${encodeURIComponent(near)}`}>{near}</a> : null} <a href={`/search?q=${encodeURIComponent(asked)}`}>Search</a>
    </>
  )
}

function tried(knowledge: Knowledge, query: URLSearchParams): { view?: MatrixView; errors: readonly string[] } {
  try {
    return { view: matrixView(knowledge, query), errors: [] }
  } catch (error) {
    const { status, detail, errors } = problemOf(error)
    if (status >= 500) throw error
    return { errors: errors && status !== 404 && errors.length > 1 ? errors.map(({ message }) => message) : [detail] }
  }
}
