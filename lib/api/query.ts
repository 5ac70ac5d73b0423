import { QuestionBody } from './question.ts'

/** A question as a page's address has it; undefined when nothing is asked. */
export function questionOf(query: URLSearchParams): QuestionBody | undefined {
  const text = (name: string): string | undefined => query.get(name)?.trim() || undefined
  const [from, to, guest] = [text('from'), text('to'), text('guest')]
  const via = query.getAll('via').filter((one) => one.trim() !== '')
  if (!to && !from) return undefined
  return QuestionBody.parse({ to: to ?? from, ...(from && to ? { from } : {}), ...(guest ? { guest } : {}), ...(via.length > 0 ? { via } : {}) })
}
