import { partsOf } from './body.ts'
import { fieldsOf, queryOf } from './fields.ts'
import { MOST_FIELDS } from './address.ts'
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
  for await (const part of partsOf(request)) {
    size += part.byteLength
    if (size > LARGEST_FORM) throw tooLarge
    parts.push(part)
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  const type = request.headers.get('content-type') ?? ''
  if (separatorsIn(whole, type) > MOST_FIELDS) throw new HttpError(413, `the form has more than ${MOST_FIELDS} fields`)
  const fields = new URLSearchParams()
  try {
    const form = await new Response(whole, { headers: { 'content-type': type } }).formData()
    for (const [name, value] of form) fields.append(name, typeof value === 'string' ? value : await value.text())
  } catch {
    throw new HttpError(415, `the body is \`${type.slice(0, 80) || 'of no type'}\` and cannot be read as a form; send one, or JSON to /api/v1/evaluate`)
  }
  return fields
}

/** Before it is taken apart: as many as there may be fields. A text has ampersands escaped, and seldom lines that begin as a part of a form does. */
function separatorsIn(body: Uint8Array, type: string): number {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1')
  const isMultipart = /^\s*multipart\//i.test(type)
  let count = 0
  for (let at = text.indexOf(isMultipart ? START : '&'); at >= 0; at = text.indexOf(isMultipart ? START : '&', at + 1)) count++
  return count
}

const START = '\r\nContent-Disposition:'
