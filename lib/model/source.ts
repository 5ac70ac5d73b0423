import { z } from 'zod'
import { Alias } from './alias.ts'
import { Evidence } from './evidence.ts'
import { RecordId } from './id.ts'

/** Where evidence lives: a repository or a mailing list, with the pages that show a commit, a file or a message of it. */
export const SourceRecord = z.strictObject({
  kind: z.literal('source'),
  id: RecordId,
  title: z.string().min(1),
  summary: z.string().min(1),
  type: z.enum(['repository', 'mailing-list']),
  /** Names that evidence uses for it: list names, repository names. */
  names: z.array(z.string()).default([]),
  /** URL templates: `{commit}`, `{file}`, `{tag}`, `{message-id}`. */
  links: z.strictObject({ commit: z.string().optional(), file: z.string().optional(), message: z.string().optional() }).default({}),
  aliases: z.array(Alias).default([]),
  evidence: z.array(Evidence).default([]),
})
export type SourceRecord = z.infer<typeof SourceRecord>
