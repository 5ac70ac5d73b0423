/** Most characters of one side of a question. */
export const LARGEST_SIDE = 256 * 1024
/** Most characters of what is known of the guest. */
export const LARGEST_GUEST = 64 * 1024
/** Most hosts on the way. */
export const MOST_HOPS = 20
