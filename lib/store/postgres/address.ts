/** Where a PostgreSQL database is. */
export interface Address {
  /** As node-postgres takes it. */
  readonly connectionString: string
  /** Of the tables, from `?schema=` as Prisma has it; undefined: what the server searches first, `public`. */
  readonly schema?: string
  /** For people: without user, password and parameters. */
  readonly shown: string
}

/** Whether a database's address is for PostgreSQL. */
export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\//i.test(url)
}

/**
 * Reads `postgres://user:password@host:port/database?schema=…&sslmode=…&host=/folder/of/socket`.
 * @throws Error, one line and without the password, if it is none
 */
export function readAddress(url: string): Address {
  const [, , , place = '', query = ''] = /^(postgres(?:ql)?):\/\/(?:(.*)@)?([^?#]*)(?:\?([^#]*))?$/i.exec(url)?.map((part) => part ?? '') ?? []
  const parameters = new URLSearchParams(query)
  // The parameter is the one that counts.
  const folder = parameters.get('host')
  const shown = `postgres://${folder === null ? place : place.replace(/^[^/]*/, folder)}`
  if (!/^[^/]*\/[^/]+$/.test(place)) throw new Error(`\`${shown}\` names no database: write postgres://user:password@host:port/database`)
  const schema = parameters.get('schema') ?? undefined
  if (schema !== undefined && !/^[a-z_][a-z0-9_]{0,62}$/i.test(schema))
    throw new Error(`\`${schema}\` is no schema that can be used: letters, digits and \`_\``)
  parameters.delete('schema')
  const rest = parameters.toString()
  const connectionString = `${url.split('?', 1)[0]}${rest === '' ? '' : `?${rest}`}`
  return { connectionString, shown, ...(schema === undefined ? {} : { schema }) }
}
