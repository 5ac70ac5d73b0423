/** What is looked for, as an address has it. */
export interface FindQuery {
  /** At most 500 characters. */
  readonly text: string
  /** By filter, the values of which a record must have one; filters that are not given are not there. */
  readonly filters: Readonly<Partial<Record<FilterName, readonly string[]>>>
  /** ISO 8601 or the beginning of it: something happened then or later, before then. */
  readonly after?: string
  readonly before?: string
  /** Messages instead of records. */
  readonly mail: boolean
  /** Of messages: the newest first. */
  readonly newest: boolean
  /** From 1. */
  readonly page: number
}

/** What results can be narrowed by, in the order in which it is offered. */
export const FILTERS = ['kind', 'area', 'arch', 'component', 'status', 'person', 'list'] as const
export type FilterName = (typeof FILTERS)[number]

/** Reads an address's query; what makes no sense is passed over. Several values of a filter are joined by commas. */
export function findQueryOf(params: URLSearchParams): FindQuery {
  const filters = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const values = [...new Set(params.getAll(name).flatMap((one) => one.split(',')))].map((one) => one.trim().slice(0, 100)).filter(Boolean)
      return values.length > 0 ? [[name, values.slice(0, 20)]] : []
    }),
  )
  const day = (name: string): string | undefined => /^\d{4}(-\d\d){0,2}$/.exec(params.get(name)?.trim() ?? '')?.[0]
  const [after, before] = [day('after'), day('before')]
  return {
    text: (params.get('q') ?? '').slice(0, LONGEST).trim(),
    filters,
    ...(after ? { after } : {}),
    ...(before ? { before } : {}),
    mail: params.get('in') === 'mail',
    newest: params.get('order') === 'date',
    page: Math.min(100, Math.max(1, Math.trunc(Number(params.get('page'))) || 1)),
  }
}

const LONGEST = 500

/** The address of a search; with `change` of one that differs in this. A change of what is searched begins at the first page again. */
export function findAddress(query: FindQuery, change: Partial<FindQuery> = {}): string {
  const { text, filters, after, before, mail, newest, page } = { ...query, page: 1, ...change }
  const params = new URLSearchParams()
  if (text !== '') params.append('q', text)
  for (const name of FILTERS) if (filters[name]) params.append(name, filters[name].join(','))
  if (after) params.append('after', after)
  if (before) params.append('before', before)
  if (mail) params.append('in', 'mail')
  if (newest) params.append('order', 'date')
  if (page > 1) params.append('page', String(page))
  const search = params.toString().replaceAll('%2C', ',').replaceAll('%2F', '/')
  return search === '' ? '/search' : `/search?${search}`
}

/** The query with a filter's values changed; none takes the filter away. */
export function withFilter(query: FindQuery, name: FilterName, values: readonly string[]): FindQuery {
  const { [name]: _, ...others } = query.filters
  return { ...query, filters: values.length > 0 ? { ...others, [name]: values } : others, page: 1 }
}

/** Whether anything narrows. */
export function isNarrowed({ filters, after, before }: FindQuery): boolean {
  return Object.keys(filters).length > 0 || after !== undefined || before !== undefined
}
