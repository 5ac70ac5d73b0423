export { type AnswerDiff, type Changed, type ChangedFinding, diffAnswers, isSame } from './diff.ts'
export { type Question, evaluate } from './evaluate.ts'
export { type FleetOptions, evaluateFleet } from './fleet/fleet.ts'
export { impliedFacts } from './derive.ts'
export { withoutProofs } from './found.ts'
export { validateFleet } from './fleet/validate.ts'
export { answeringFile, buildKnowledge, digestOfRevisions, knowledgeFile } from './knowledge.ts'
export { type Cell, type CellState, type Matrix, matrixAt, matrixOf } from './matrix.ts'
export { bearingOn } from './matrix/axis.ts'
export { type ComponentGrid, componentGrid } from './matrix/component-grid.ts'
export { defaultHost } from './matrix/default-host.ts'
export { directionGrid, directionOf } from './matrix/direction-grid.ts'
export { featureGrids } from './matrix/feature-grid.ts'
export {
  GRID_STATES,
  type Grid,
  type GridCell,
  type GridRow,
  type GridState,
  STATE_MEANINGS,
  type Saying,
  STATE_SIGNS,
  runInWords,
  sayingInWords,
} from './matrix/grid.ts'
export { jointAt, jointGrid, withVersions } from './matrix/joint-grid.ts'
export { releaseGrid } from './matrix/release-grid.ts'
export { type MatrixTables, cellText, rowLabel, statesIn } from './matrix/table.ts'
export { matrixCsv } from './report/matrix-csv.ts'
export { MATRIX_STYLE, matrixSvg } from './report/matrix-svg.ts'
export { reportMatrix } from './report/matrix-text.ts'
export { type Obstacles, findingsNamed, obstaclesTo } from './obstacles.ts'
export { withPatience } from './patience.ts'
export { Recent } from './recent.ts'
export { type FleetTextOptions, domainsInWords, reportFleet, title as definitionTitle } from './report/fleet.ts'
export { reportMarkdown } from './report/markdown.ts'
export { type TextOptions, reportText } from './report/text.ts'
export { type Statement, type Title, type Told, TITLES, givenFor, tell, titleOf } from './report/told.ts'
export { reportDiff } from './report/diff.ts'
export { type ProofNode, type TreeLine, drawNodes, drawProof, leavesOf, nodeInWords, proofInWords, shareProofs } from './report/tree.ts'
export { restoreProof } from './shared-proof.ts'
export type { Numbered } from './report/moved.ts'
export { reportWhy, reportWhyNot } from './report/why.ts'
export {
  assumedInWords,
  changesBySide,
  citationInWords,
  effectInWords,
  howToGive,
  remediesTold,
  remedyInWords,
  verdictInWords,
  whenInWords,
} from './report/words.ts'
export { wrap } from './report/wrap.ts'
export { validateProfile, validateQuestion } from './validate.ts'
export { showValue } from './values.ts'
export { CITATION_FORMATS, type Citation, type CitationFormat, citationOf, formatCitation, noSuchClaim } from './report/cite.ts'
export { cellFragments } from './report/cell-claims.ts'
export { checksOf } from './report/checked.ts'
export { type Relation, relationsOf } from './report/relations.ts'
export { conditionInWords } from './report/condition.ts'
export { classInWords } from './report/part-class.ts'
export { rangeInWords } from './report/range.ts'
export { partOption } from './report/part-option.ts'
export { reportRecord } from './report/record.ts'
export { derivationInWords, wordInWords } from './report/vocabulary.ts'
export { type Citable, citableOf, consequenceFragment, statementFragments, stepFragments } from './report/citable.ts'
export { type Referrer, citedBy } from './report/cited-by.ts'
export { type Standing, standingInWords, standingOf } from './report/standing.ts'
export { plain as plainMarkdown, recordMarkdown } from './report/record-markdown.ts'
