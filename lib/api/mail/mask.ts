import { setting } from '../../config/settings.mjs'

/** How addresses are shown: as they are, or as `name@...` where `CANIMIGRATE_MASK_ADDRESSES` is set. Message-IDs stay: they are addresses of pages. */
export type Mask = (text: string) => string

/** The mask of this process. */
export function addressMask(): Mask {
  return setting('CANIMIGRATE_MASK_ADDRESSES') ? masked : (text) => text
}

/** Leaves who it is, not where to write to. A line that holds Message-IDs (a reference, a link) is left alone. */
function masked(text: string): string {
  return text
    .split('\n')
    .map((line) => (/^(message-id|in-reply-to|references|link):|https?:\/\//i.test(line) ? line : line.replace(ADDRESS, '$1@...')))
    .join('\n')
}

const ADDRESS = /\b([A-Za-z0-9._%+-]{1,64})@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g
