import type { LintRule } from './rule.ts'
import { aliasCollision } from './rules/alias-collision.ts'
import { aliasInMail } from './rules/alias-in-mail.ts'
import { conditionSide } from './rules/condition-side.ts'
import { cyclicFeature } from './rules/cyclic-feature.ts'
import { danglingReference } from './rules/dangling-reference.ts'
import { duplicateId } from './rules/duplicate-id.ts'
import { eventOrder } from './rules/event-order.ts'
import { evidenceInFuture } from './rules/evidence-in-future.ts'
import { finalNewline } from './rules/final-newline.ts'
import { formerly } from './rules/formerly.ts'
import { lineEnds } from './rules/line-ends.ts'
import { lostId } from './rules/lost-id.ts'
import { noEvidence } from './rules/no-evidence.ts'
import { overlappingRanges } from './rules/overlapping-ranges.ts'
import { partClass } from './rules/part-class.ts'
import { probePlace } from './rules/probe-place.ts'
import { releaseOrder } from './rules/release-order.ts'
import { trailingSpace } from './rules/trailing-space.ts'
import { unfinished } from './rules/unfinished.ts'
import { unknownFact } from './rules/unknown-fact.ts'
import { unknownOption } from './rules/unknown-option.ts'
import { unusedLayer } from './rules/unused-layer.ts'
import { useNameCollision } from './rules/use-name-collision.ts'
import { valueNotInDomain } from './rules/value-not-in-domain.ts'
import { versionNotOnLine } from './rules/version-not-on-line.ts'

/** Every rule. Reading a file has rules of its own: `yaml`, `schema`, `unknown-key`, `bad-id`, `id-path`, `encoding`. */
export const RULES: readonly LintRule[] = [
  aliasCollision,
  aliasInMail,
  conditionSide,
  cyclicFeature,
  danglingReference,
  duplicateId,
  eventOrder,
  evidenceInFuture,
  finalNewline,
  formerly,
  lineEnds,
  lostId,
  noEvidence,
  overlappingRanges,
  partClass,
  probePlace,
  releaseOrder,
  trailingSpace,
  unfinished,
  unknownFact,
  unknownOption,
  unusedLayer,
  useNameCollision,
  valueNotInDomain,
  versionNotOnLine,
]
