/** What stands in a draft where a person has to write; `lint` refuses a record until none is left. */
export const UNFINISHED = 'TODO'

/** Text that a person has still to write, or to finish. */
export const isUnfinished = (text: string): boolean => /^TODO\b/.test(text.trim())
