export { blocksOf, type Lookup, type Written } from './blocks/blocks.ts'
