/** Words that say the same in this field, by their beginnings. */
const GROUPS: readonly (readonly string[])[] = [
  ['drop', 'remov', 'withdraw', 'delet'],
  ['passthrough', 'passed-through', 'assigned'],
  ['fail', 'refus', 'reject'],
  ['kernel', 'linux'],
  ['processor', 'cpu'],
  ['stolen', 'steal'],
  ['32bit', '32-bit'],
  ['64bit', '64-bit'],
  ['hotplug', 'hot-plug', 'plugged'],
]

/** Beginnings of other words for `word`; none for most. */
export function synonymsOf(word: string): readonly string[] {
  return (
    groups.get(word) ??
    GROUPS.flatMap((group) =>
      group.some((start) => start.length > 3 && word.startsWith(start) && word.length <= start.length + 3) ? group.filter((one) => !word.startsWith(one)) : [],
    )
  )
}

const groups = new Map(GROUPS.flatMap((group) => group.map((word) => [word, group.filter((one) => one !== word)] as const)))
