import { lock } from './mail-lock.ts'
import type { ProposalDecision } from './mail-port.ts'
import { sql } from './mail-sql.ts'
import type { MailTransactions } from './mail-writer.ts'

/** See `WritableMailStore.decideProposal`. */
export function decideProposal(transactions: MailTransactions, id: string, { status, by, reason, date }: ProposalDecision): Promise<boolean> {
  return transactions.run(async (transaction) => {
    await lock(transaction)
    const decided = await transaction.$queryRaw<unknown[]>(
      sql(
        `UPDATE "Proposal" SET "status" = ?, "reason" = ?, "decidedBy" = ?, "decided" = ? WHERE "id" = ? AND "status" = 'pending' RETURNING "id"`,
        status,
        reason,
        by,
        new Date(date),
        id,
      ),
    )
    return decided.length === 1
  })
}
