export { blocksOf, type Lookup, type Written } from './blocks/blocks.ts'
export { threadTree, type Threaded, type ThreadNode } from './thread.ts'
