import type { PrismaClient } from './generated/client.ts'
import type { ProposalDecision } from './mail-port.ts'

/** See `WritableMailStore.decideProposal`. */
export async function decideProposal(client: PrismaClient, id: string, { status, by, reason, date }: ProposalDecision): Promise<boolean> {
  const { count } = await client.proposal.updateMany({
    where: { id, status: 'pending' },
    data: { status, reason, decidedBy: by, decided: new Date(date) },
  })
  return count === 1
}
