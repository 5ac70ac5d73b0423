/**
 * Prints which releases of Linux have which capability of KVM, a JSON document per line:
 * `{"name": …, "number": …, "header": {"since": …, "after": …}, "answers": {"x86": {"since": …, "after": …, "until": …, "options": {…}}, …}}`.
 *
 *   node --import tsx scripts/mine/kvm-caps.ts 4.16=GIT-DIR 4.17=GIT-DIR@COMMIT …
 *
 * Each tree is a release (the newest commit, or the one given), in order; a clone per release serves as well as one of all. `since` is the first tree that
 * has it and `after` the last before, so a version is exact where the two follow each other. `answers` are the architectures (`virt`: generic code) whose
 * KVM has a case for it, which is where KVM_CHECK_EXTENSION and KVM_ENABLE_CAP are handled; a case may still answer 0. `options` are the conditions of the
 * preprocessor around a case (`CONFIG_KVM_XEN`), each with the first tree that has it: where a person can choose the option (see Kconfig), the record has to
 * ask for it.
 */
import { resolve } from 'node:path'
import { runGit } from '../../lib/git/git.ts'

interface Span {
  since: string
  after?: string | undefined
  until?: string | undefined
  options?: Record<string, string>
}

const trees = process.argv.slice(2).map((text) => {
  const [, version = '', dir = '', commit = 'HEAD'] = /^([\d.]+)=([^@]+)(?:@(.+))?$/.exec(text) ?? []
  if (version === '') throw new Error(`\`${text}\` is no tree; write \`4.17=GIT-DIR\` or \`4.17=GIT-DIR@COMMIT\``)
  return { version, dir: resolve(dir), commit }
})
const numbers = new Map<string, number>()
const header = new Map<string, Span>()
const answers = new Map<string, Map<string, Span>>()
for (const [index, { dir, commit }] of trees.entries()) {
  for (const [, name = '', number] of (
    await grep(dir, commit, '#define[ \t]+KVM_CAP_[A-Z0-9_]+[ \t]+[0-9]+', ['include/uapi/linux/kvm.h', 'include/linux/kvm.h'])
  ).matchAll(/^[^:]+:[^:]+:#define\s+(KVM_CAP_\w+)\s+(\d+)/gm)) {
    numbers.set(name, Number(number))
    note(header, name, index)
  }
  const conditions: string[] = []
  let file = ''
  for (const [, path = '', arch = '', line = ''] of (
    await grep(dir, commit, '^[ \t]*#[ \t]*(if|el|endif)|case KVM_CAP_[A-Z0-9_]+:', ['arch/*/kvm/*', 'virt/kvm'])
  ).matchAll(/^[^:]+:((?:arch|virt\/kvm)\/(\w*)[^:]*):(.*)$/gm)) {
    if (path !== file) conditions.length = 0
    file = path
    follow(conditions, line)
    const name = /case (KVM_CAP_\w+):/.exec(line)?.[1]
    if (name === undefined) continue
    const own = answers.get(name) ?? new Map<string, Span>()
    note(own, arch === 'kvm_main' ? 'virt' : arch, index, conditions)
    answers.set(name, own)
  }
}
for (const [name, number] of [...numbers].sort(([, a], [, b]) => a - b))
  console.log(JSON.stringify({ name, number, header: header.get(name), answers: Object.fromEntries(answers.get(name) ?? []) }))

/** Follows `#if`, `#else` and `#endif`: the conditions that hold after this line. */
function follow(conditions: string[], line: string): void {
  const [, word = '', rest = ''] = /^\s*#\s*(if\w*|el\w+|endif)\s*(.*)$/.exec(line) ?? []
  if (word === '') return
  const condition = rest.replace(/\s*\/\*.*$/, '')
  const last = word.startsWith('if') ? '' : conditions.pop()
  if (word === 'else') conditions.push(`not (${last})`)
  else if (word !== 'endif') conditions.push(word === 'ifndef' ? `not (${condition})` : condition)
}

/** Marks that the tree of this index has it, under these conditions. */
function note(spans: Map<string, Span>, key: string, index: number, conditions: readonly string[] = []): void {
  const { version } = trees[index] as (typeof trees)[0]
  const span = spans.get(key) ?? { since: version, after: trees[index - 1]?.version }
  span.until = trees[index + 1]?.version
  const now = Object.fromEntries(conditions.map((condition) => [condition, version]))
  if (conditions.length > 0) span.options = { ...now, ...span.options }
  spans.set(key, span)
}

/** Lines that match, each after commit and path. */
async function grep(dir: string, commit: string, expression: string, paths: readonly string[]): Promise<string> {
  return (await runGit(dir, ['grep', '-E', expression, commit, '--', ...paths])) ?? ''
}
