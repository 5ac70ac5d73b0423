import { z } from 'zod'
import { GRID_STATES, type Grid, type GridCell } from '../../evaluate/index.ts'
import { Finding, Verdict } from '../../model/index.ts'
import { matrixQuery } from './fields.ts'
import type { MatrixView } from './view.ts'

const State = z.enum(GRID_STATES)
const Run = z.object({ first: z.string(), last: z.string().optional().meta({ description: 'absent: it goes on with the line' }) })

const CellDocument = z
  .object({
    at: z.number().int().meta({ description: 'its first column, from 0' }),
    span: z.number().int(),
    state: State,
    text: z.string(),
    versions: Run,
    deprecated: z.boolean(),
    inferred: z.boolean(),
    conditions: z.array(
      z.object({
        when: z.string().meta({ description: 'empty: always' }),
        state: State,
        value: z.unknown(),
        deprecated: z.boolean(),
        inferred: z.boolean(),
        changes: z.array(z.string()),
        note: z.string().optional(),
        statements: z.array(z.string()),
        evidence: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
    notes: z.array(z.string()),
    fragment: z.string().optional().meta({ description: "of a record's own matrix: under which the cell is cited, at its first version" }),
    migration: z
      .object({ verdict: Verdict, source: z.string(), destination: z.string(), missing: z.array(z.string()), findings: z.array(Finding) })
      .optional()
      .meta({ description: "of a migration: this record's own findings (without proofs), and what they come to by themselves" }),
  })
  .meta({ id: 'MatrixCell' })

/** A matrix as JSON: what the page shows, cell by cell. */
export const MatrixDocument = z
  .object({
    kind: z.enum(['component', 'release', 'feature', 'joint', 'direction']),
    title: z.string(),
    about: z.array(z.string()),
    host: z.string().optional(),
    page: z.number().int().optional(),
    pages: z.number().int().optional(),
    total: z.number().int().optional(),
    next: z.string().optional().meta({ description: 'the query of the next page' }),
    tables: z.array(
      z.object({
        component: z.string().meta({ description: 'of the columns' }),
        rows_of: z.string().optional().meta({ description: 'of the rows, where they are versions' }),
        columns: z.array(Run),
        rows: z.array(
          z.object({ feature: z.string(), label: z.string(), title: z.string().optional(), versions: Run.optional(), cells: z.array(CellDocument) }),
        ),
      }),
    ),
  })
  .meta({ id: 'MatrixTable' })

/** The document of a view. */
export function matrixDocument({ kind, title, about, grids, fields, paging }: MatrixView): z.infer<typeof MatrixDocument> {
  const hasHost = (kind === 'joint' || kind === 'direction') && fields.host !== ''
  return {
    kind,
    title,
    about: [...about],
    ...(hasHost ? { host: fields.host } : {}),
    ...(paging ? { page: paging.page, pages: paging.pages, total: paging.total } : {}),
    ...(paging && paging.page < paging.pages ? { next: matrixQuery({ ...fields, page: paging.page + 1 }) } : {}),
    tables: grids.map(tableOf),
  }
}

type Document = z.infer<typeof MatrixDocument>

function tableOf({ component, down, columns, rows }: Grid): Document['tables'][number] {
  return {
    component,
    ...(down === undefined ? {} : { rows_of: down }),
    columns: columns.map((run) => ({ ...run })),
    rows: rows.map(({ feature, label, title, run, cells }) => ({
      feature,
      label: run ? run.first : label,
      ...(title === undefined ? {} : { title }),
      ...(run ? { versions: { ...run } } : {}),
      cells: cells.map(cellOf),
    })),
  }
}

function cellOf({ at, span, state, text, run, deprecated, inferred, says, notes, fragments, move }: GridCell): z.infer<typeof CellDocument> {
  return {
    at,
    span,
    state,
    text,
    versions: { ...run },
    deprecated,
    inferred,
    conditions: says.map((one) => ({
      ...one,
      changes: [...one.changes],
      statements: [...one.statements],
      evidence: one.evidence.map((evidence) => ({ ...evidence })),
    })),
    notes: [...notes],
    ...(fragments?.[0] === undefined ? {} : { fragment: fragments[0] }),
    ...(move ? { migration: { ...move, missing: [...move.missing], findings: [...move.findings] } } : {}),
  }
}
