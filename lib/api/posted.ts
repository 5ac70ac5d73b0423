import { fieldsOf, queryOf } from './fields.ts'
import { addressOf, wholeQuery } from './kept.ts'
import { withPicked } from './pickers.ts'
import { HttpError, problemOf } from './problem.ts'
import { additionsOf, refined } from './refine.ts'

/** Most bytes of a form: texts are sent with each character as up to three, of up to three bytes each. */
const LARGEST_FORM = 8 * 1024 * 1024

/** Sends a posted question to its address: fields as `/check` has them, what was chosen (`pick.…`), and facts to add (`add.…`). */
export function askPosted(request: Request): Promise<Response> {
  return posted(request, '/check', async (form) => {
    const query = await wholeQuery(form)
    const fields = withPicked(fieldsOf(query), query)
    return queryOf(refined(fields, additionsOf(query)) ?? fields)
  })
}

/** The same for a fleet: a text, or a file, which goes before it. */
export function fleetPosted(request: Request): Promise<Response> {
  return posted(request, '/fleet', async (form) => {
    const fleet = [form.get('file'), form.get('fleet')].find((text) => text?.trim()) ?? ''
    return fleet === '' ? '' : new URLSearchParams({ fleet: fleet.replace(/\r\n?/g, '\n') }).toString()
  })
}

async function posted(request: Request, page: string, read: (form: URLSearchParams) => Promise<string>): Promise<Response> {
  try {
    const query = await read(await formOf(request))
    return new Response(null, { status: 303, headers: { location: query === '' ? page : `${page}?${await addressOf(query)}#answer` } })
  } catch (error) {
    const { status, title, detail } = problemOf(error)
    if (status >= 500) console.error(error)
    return new Response(`${title}: ${detail}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  }
}

/** A form's fields as texts, files by their content; no more than is taken. @throws HttpError */
async function formOf(request: Request): Promise<URLSearchParams> {
  const tooLarge = new HttpError(413, `the form is over ${LARGEST_FORM} bytes; give a file to the API or the command line`)
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST_FORM) throw tooLarge
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const part of (request.body ?? []) as AsyncIterable<Uint8Array<ArrayBuffer>>) {
    size += part.byteLength
    if (size > LARGEST_FORM) throw tooLarge
    parts.push(part)
  }
  const fields = new URLSearchParams()
  const type = request.headers.get('content-type') ?? ''
  try {
    const form = await new Response(new Blob(parts), { headers: { 'content-type': type } }).formData()
    for (const [name, value] of form) fields.append(name, typeof value === 'string' ? value : await value.text())
  } catch {
    throw new HttpError(415, `the body is \`${type.slice(0, 80) || 'of no type'}\` and cannot be read as a form; send one, or JSON to /api/v1/evaluate`)
  }
  return fields
}
