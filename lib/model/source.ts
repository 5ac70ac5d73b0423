import { z } from 'zod'
import { Alias } from './alias.ts'
import { Evidence } from './evidence.ts'
import { isExpression } from './expression.ts'
import { Formerly } from './formerly.ts'
import { RecordId } from './id.ts'

/** How the releases of a line are found in a clone of the repository. */
const Releases = z
  .strictObject({
    /** The component of the release line, e.g. `qemu`. */
    component: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** The tag of a release; `{version}` stands for its number. */
    tag: z
      .string()
      .regex(/^[^{}]*\{version\}[^{}]*$/, { error: 'a tag with `{version}` in it, such as `v{version}`' })
      .optional(),
    /** A file that holds the version and nothing else: where there is no tag, the commit that put the release's number there. */
    file: z.string().min(1).optional(),
    /** A regular expression: numbers that are of no release (development versions, candidates). */
    except: z.string().min(1).refine(isExpression, { error: 'a regular expression that JavaScript takes with the flags `mu`' }).optional(),
  })
  .refine(({ tag, file }) => tag !== undefined || file !== undefined, { error: 'releases are found by `tag` or by `file`' })

/** Where evidence lives: a repository or a mailing list, with the pages that show a commit, a file or a message of it. */
export const SourceRecord = z.strictObject({
  kind: z.literal('source'),
  id: RecordId,
  formerly: Formerly,
  title: z.string().min(1),
  summary: z.string().min(1),
  type: z.enum(['repository', 'mailing-list']),
  /** Names that evidence uses for it: list names, repository names. */
  names: z.array(z.string()).default([]),
  /** URL templates: `{commit}`, `{file}`, `{tag}`, `{message-id}`. */
  links: z.strictObject({ commit: z.string().optional(), file: z.string().optional(), message: z.string().optional() }).default({}),
  /** How `canimigrate verify` finds releases in a clone. */
  releases: Releases.optional(),
  aliases: z.array(Alias).default([]),
  evidence: z.array(Evidence).default([]),
})
export type SourceRecord = z.infer<typeof SourceRecord>
