import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { ReadOptions } from '../input/facts.ts'
import { isFileName } from '../input/form.ts'
import { readFileText, readText } from '../input/read.ts'
import { InputError, type Profile } from '../model/index.ts'

/**
 * Reads what was given for one side: a file, whatever it holds; `-` for stdin; else the text itself.
 * @throws InputError if it cannot be read
 */
export async function readSpec(spec: string, read: ReadOptions): Promise<Profile> {
  if (isText(spec)) return readText(spec, read)
  let text: string
  try {
    text = spec === '-' ? await stdin() : await readFile(spec, 'utf8')
  } catch (error) {
    throw new InputError([
      {
        path: read.name ?? '',
        message: `\`${spec}\` cannot be read (${(error as NodeJS.ErrnoException).code}); name a file, or write facts such as \`qemu=7.2\``,
      },
    ])
  }
  return readFileText(spec, text, { ...read, name: spec === '-' ? 'stdin' : spec })
}

/** Whether it is what is said of a side itself, and not the name of a file. */
export function isText(spec: string): boolean {
  return spec !== '-' && !isFileName(spec) && !isPath(spec)
}

/** One word that looks like a file's name and like nothing else, or is one. */
function isPath(spec: string): boolean {
  if (/(^|\/)(qemu-system-[a-z0-9_]+|qemu-kvm|kvm)$/.test(spec)) return false
  return /^[^\s=<{]*[./][^\s=<{]*$/.test(spec) || (/^[\w-]{1,100}$/.test(spec) && existsSync(spec))
}

let read: Promise<string> | undefined

/** All of stdin, once: both sides may name it. */
function stdin(): Promise<string> {
  read ??= (async () => {
    let text = ''
    for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
    return text
  })()
  return read
}
