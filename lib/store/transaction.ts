import type { Prisma } from './generated/client.ts'

/** A client inside a transaction. */
export type Transaction = Prisma.TransactionClient
