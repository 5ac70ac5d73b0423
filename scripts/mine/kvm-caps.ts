/**
 * Prints which releases of Linux have which capability of KVM, a JSON document per line:
 * `{"name": …, "number": …, "header": {"since": …, "after": …}, "answers": {"x86": {"since": …, "after": …, "until": …}, …}}`.
 *
 *   node --import tsx scripts/mine/kvm-caps.ts 4.16=GIT-DIR 4.17=GIT-DIR@COMMIT …
 *
 * Each tree is a release (the newest commit, or the one given), in order; a clone per release serves as well as one of all. `since` is the first tree that
 * has it and `after` the last before, so a version is exact where the two follow each other. `answers` are the architectures (`virt`: generic code) whose
 * KVM has a case for it, which is where KVM_CHECK_EXTENSION and KVM_ENABLE_CAP are handled; a case may still answer 0.
 */
import { resolve } from 'node:path'
import { runGit } from '../../lib/git/git.ts'

interface Span {
  since: string
  after?: string | undefined
  until?: string | undefined
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
  for (const [, arch = '', name = ''] of (await grep(dir, commit, 'case KVM_CAP_[A-Z0-9_]+:', ['arch/*/kvm/*', 'virt/kvm'])).matchAll(
    /^[^:]+:(?:arch|virt\/kvm)\/(\w*)[^:]*:.*?case (KVM_CAP_\w+):/gm,
  )) {
    const own = answers.get(name) ?? new Map<string, Span>()
    note(own, arch === 'kvm_main' ? 'virt' : arch, index)
    answers.set(name, own)
  }
}
for (const [name, number] of [...numbers].sort(([, a], [, b]) => a - b))
  console.log(JSON.stringify({ name, number, header: header.get(name), answers: Object.fromEntries(answers.get(name) ?? []) }))

/** Marks that the tree of this index has it. */
function note(spans: Map<string, Span>, key: string, index: number): void {
  const span = spans.get(key) ?? { since: (trees[index] as (typeof trees)[0]).version, after: trees[index - 1]?.version }
  span.until = trees[index + 1]?.version
  spans.set(key, span)
}

/** Lines that match, each after commit and path. */
async function grep(dir: string, commit: string, expression: string, paths: readonly string[]): Promise<string> {
  return (await runGit(dir, ['grep', '-E', expression, commit, '--', ...paths])) ?? ''
}
