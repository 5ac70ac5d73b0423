import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { storable } from '../storable.ts'

type Connection = Awaited<ReturnType<PrismaPg['connect']>>
type Query = Parameters<Connection['queryRaw']>[0]

/** Prisma's adapter over a pool, which it ends; texts go to PostgreSQL as it can keep them. */
export class Adapter extends PrismaPg {
  constructor(pool: pg.Pool, schema: string | undefined) {
    super(pool, { disposeExternalPool: true, ...(schema === undefined ? {} : { schema }) })
  }

  override async connect(): Promise<Connection> {
    const connection = cleaning(await super.connect())
    const start = connection.startTransaction.bind(connection)
    connection.startTransaction = async (level) => cleaning(await start(level))
    return connection
  }
}

function cleaning<Asked extends Pick<Connection, 'queryRaw' | 'executeRaw'>>(asked: Asked): Asked {
  const query = asked.queryRaw.bind(asked)
  const execute = asked.executeRaw.bind(asked)
  asked.queryRaw = (question) => query(cleaned(question))
  asked.executeRaw = (question) => execute(cleaned(question))
  return asked
}

function cleaned(query: Query): Query {
  return { ...query, args: query.args.map((value) => (typeof value === 'string' ? storable(value) : value)) }
}
