/**
 * The public library: records and profiles as types and schemas, content files to knowledge, and the evaluator.
 * No database, no network; `loadContent` is the only function that reads files.
 */
export * from './content/index.ts'
export * from './evaluate/index.ts'
export * from './model/index.ts'
