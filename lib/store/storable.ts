/**
 * Text as every provider can keep it: U+FFFD in the place of NUL, which PostgreSQL refuses, and of halves of surrogate pairs, which UTF-8 has no form for.
 */
export function storable(text: string): string {
  return UNFIT.test(text) ? text.replace(/\0|\p{Cs}/gu, '\ufffd') : text
}

const UNFIT = /\0|\p{Cs}/u
