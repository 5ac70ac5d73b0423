/** What a person means by a text, as far as small words say so. */
export interface Meant {
  /** The text without what is not searched for: a program's name before its message, a command line's dashes. */
  readonly text: string
  /** It asks what may be done, or who held what: that is for decisions to answer. */
  readonly decision: boolean
  /** It is a sentence, not names: not each word need be there. */
  readonly prose: boolean
}

export function meantBy(text: string): Meant {
  return {
    text: text
      .replace(PROGRAM, '')
      .replace(/^\s*(?:is|was) it (?:safe|possible|ok) to\s/i, '')
      .replace(/(^|\s)--?(?:M|machine)(?=\s)/g, '$1')
      // An option with its value is one thing.
      .replace(/(^|\s)--?(cpu|accel) ([\w-]+)(?=\s|$)/g, '$1$2-$3'),
    decision: DECISION.test(text),
    prose: text.split(/\s+/).some((word) => isSmall(word.toLowerCase())),
  }
}

/** Whether a word joins others and names nothing. */
export function isSmall(word: string): boolean {
  return SMALL.has(word)
}

/** `qemu-system-x86_64: …`, `error: …`: who says something is not what it is about. */
const PROGRAM = /^\s*(?:\d{4}-\d\d-\d\d\S*\s+)?(?:(?:qemu-[\w.-]+|qemu|libvirtd|virsh|virtqemud|xl|xc|libxl|kvm|internal error|error|warning|failed)\s*:\s+)+/i

const DECISION =
  /(^|\s)(may|must|should|shall|allowed|why|who|whom|policy|decision|decided|agreed|objected|said|say|says|opinion|consensus|debate|discussed)(?=\s|\?|$)/i

const SMALL = new Set(
  `a about again all also an and any anyone anything are as at be been before being but by can could did do does done each else ever every for from get gets got had has have he her his how i if in into
  is it its just let many may me might more most much must my no nobody not now of on one only or other our out over please say said says shall she should so some still such tell than that the their them
  then there these they this those to too us very was we were what when where which who whom whose why will with would yet you your`.split(/\s+/),
)
