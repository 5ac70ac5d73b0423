import { createHash } from 'node:crypto'
import { MATRIX_STYLE, matrixCsv, matrixSvg } from '../../evaluate/index.ts'
import { problemOf } from '../problem.ts'
import type { Service } from '../service.ts'
import { matrixDocument } from './document.ts'
import { matrixQuery } from './fields.ts'
import { matrixView } from './view.ts'

const TYPES = { csv: 'text/csv; charset=utf-8; header=present', json: 'application/json', svg: 'image/svg+xml; charset=utf-8' } as const

/** A picture that is shown by itself is a document: it runs nothing, loads nothing, and has the one style that we wrote. */
const OF_PICTURES = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(MATRIX_STYLE).digest('base64')}'; frame-ancestors 'none'; sandbox`

/** A matrix in another form, under the query of its page. */
export async function matrixDownload(service: Service, request: Request, form: keyof typeof TYPES): Promise<Response> {
  const headers = { 'access-control-allow-origin': '*' }
  try {
    const knowledge = await service.knowledge()
    // A spreadsheet has no pages.
    const view = matrixView(knowledge, new URL(request.url).searchParams, form === 'csv')
    const name = `matrix-${[view.kind, view.fields.feature || view.fields.area, view.fields.component, view.fields.version].filter(Boolean).join('-')}`.replace(
      /[^\w.-]+/g,
      '_',
    )
    const body =
      form === 'json'
        ? JSON.stringify(matrixDocument(view))
        : form === 'csv'
          ? matrixCsv(view, knowledge)
          : matrixSvg(view, `${service.url}/matrix?${matrixQuery(view.fields)} · knowledge ${knowledge.digest} of ${knowledge.date}`)
    return new Response(body, {
      headers: {
        ...headers,
        ...(form === 'svg' ? { 'content-security-policy': OF_PICTURES } : {}),
        'content-type': TYPES[form],
        'content-disposition': `${form === 'csv' ? 'attachment' : 'inline'}; filename="${name}.${form}"`,
      },
    })
  } catch (error) {
    const problem = problemOf(error)
    if (problem.status >= 500) console.error(error)
    return Response.json(problem, { status: problem.status, headers: { ...headers, 'content-type': 'application/problem+json' } })
  }
}
