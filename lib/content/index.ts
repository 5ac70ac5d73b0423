export { type ContentFile, type LoadedContent, loadContent, parseContent } from './load.ts'
export { type ParsedFile, parseFile } from './parse.ts'
export { type RenderedBody, renderBody } from './render.ts'
export { revisionOf } from './revision.ts'
