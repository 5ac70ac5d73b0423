/**
 * The public library: records and profiles as types and schemas, content files and input to knowledge and profiles, and the evaluator.
 * No database; `loadContent`, `bundledKnowledge` and `bundledAnswering` are the only functions that read files, `client` alone asks a site.
 */
export * from './content/index.ts'
export * from './evaluate/index.ts'
export * from './model/index.ts'
export { type BatchAnswer, type Client, ApiError, client } from './client/client.ts'
export { bundledAnswering, bundledKnowledge } from './bundled/knowledge.ts'
export { type ReadOptions, parseCmdline, parseDomain, parseHostReport, parseShorthand, parseSide, shorthandOf, withHost } from './input/index.ts'
