import { z } from 'zod'
import { isExpression } from './expression.ts'
import { RecordId } from './id.ts'

const Path = z.string().regex(/^[^/].*$/, { error: "a path from the repository's top, such as `hw/ppc/spapr_caps.c`" })

/**
 * How a machine can see that a version claim is right: in the releases where the claim holds, `symbol` or `expression` is found in one of the files at
 * `path`; in the others it is not. `canimigrate verify` looks, in a clone.
 */
export const Probe = z
  .strictObject({
    /** A source record of type `repository`. */
    repo: RecordId,
    /** File, or files of which any may have it (a file that was renamed); `*` and `**` are globs. */
    path: z.union([Path, z.array(Path).min(1)]),
    /** A whole word, e.g. `KVM_CAP_PPC_HTM`: neither side of it is a letter, a digit or `_`. */
    symbol: z.string().min(1).optional(),
    /** A regular expression over the file's text (JavaScript, flags `mu`). Keep it to one definition: `[^}]*` for what lies between. */
    expression: z.string().min(1).refine(isExpression, { error: 'a regular expression that JavaScript takes with the flags `mu`' }).optional(),
    /** What it means that it is there. `defined`: a name or number; `advertised`: offered to guests or user space; `implemented`: the code is there; `default`: what is taken without being asked. */
    means: z.enum(['defined', 'advertised', 'implemented', 'default']),
    /** It is found in the releases where the claim does *not* hold. Default: false. */
    absent: z.boolean().default(false),
    /**
     * The files are copies of another project's, brought up to date now and then by commits that name its version (`update to Linux 6.18-rc3`).
     * The claim's version is then bounded: not later than the first copy that has it, later than the last that does not.
     */
    copies: z
      .string()
      .regex(/^[a-z][a-z0-9-]*$/)
      .optional(),
  })
  .refine((probe) => (probe.symbol === undefined) !== (probe.expression === undefined), { error: 'a probe has `symbol` or `expression`, one of the two' })
export type Probe = z.infer<typeof Probe>

/** One probe, or several that must all agree. */
export const Probes = z.union([Probe, z.array(Probe).min(1)])
export type Probes = z.infer<typeof Probes>
