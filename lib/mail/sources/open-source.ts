import { Buffer } from 'node:buffer'
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { decodeText } from '../parse/charset.ts'
import { bundleSource } from './bundle.ts'
import { firstBytes, readBytes } from './files.ts'
import { gitSource } from './git.ts'
import { listIdOf } from './list-id.ts'
import { maildirSource } from './maildir.ts'
import { mboxSource } from './mbox.ts'
import { startsMbox } from './mbox-split.ts'
import { onceSource } from './once.ts'
import { isPage, rebuildPage, rebuildText } from './page.ts'
import { type Rebuilt, rebuild } from './rebuilt.ts'
import type { Source } from './source.ts'

export interface OpenOptions {
  /** Name of the list that all messages are filed under; default: what they say, else the name of the file or folder. */
  readonly list?: string | undefined
  /** A folder to keep unpacked bundles in; default: each is unpacked anew, and can be read once. */
  readonly cache?: string | undefined
  /** What `-` reads; default: standard input. */
  readonly stdin?: AsyncIterable<Uint8Array>
}

/**
 * Recognises what a path holds: a repository of public-inbox (also with a work tree, as an inbox of epochs, or as a bundle), an mbox (also gzipped), a
 * maildir, a message, a saved page of an archive (HTML or text), a mail pasted without its header; `-` is one of the last four on standard input.
 * @returns a problem of one line when it is nothing that mail can be read from
 */
export async function openSource(spec: string, options: OpenOptions = {}): Promise<Source | { readonly problem: string }> {
  if (spec === '-') return fromStdin(options)
  const location = resolve(spec)
  const there = await stat(location).catch(() => undefined)
  if (!there)
    return {
      problem: /^[a-z+]+:\/\//i.test(spec) ? `\`${spec}\` is an address; clone or save it first and give the path` : `\`${spec}\` is not there; ${ACCEPTED}`,
    }
  try {
    const name = basename(location).replace(/\.(?:git|mbox|mbx|eml|txt|html?|gz)(?:\.gz)?$/i, '') || 'mail'
    return there.isDirectory() ? await fromFolder(spec, location, name, options) : await fromFile(spec, location, name, options)
  } catch (problem) {
    return { problem: `\`${spec}\` cannot be read: ${problem instanceof Error ? problem.message : 'unknown'}` }
  }
}

async function fromStdin(options: OpenOptions): Promise<Source | { readonly problem: string }> {
  try {
    return fromBytes('-', 'stdin', await collect(options.stdin ?? process.stdin), options)
  } catch (problem) {
    return { problem: `standard input cannot be read: ${problem instanceof Error ? problem.message : 'unknown'}` }
  }
}

const ACCEPTED = 'give a git repository or bundle of public-inbox, an mbox, a maildir, a message, or a saved page of an archive'

async function fromFolder(spec: string, location: string, name: string, { list }: OpenOptions): Promise<Source | { readonly problem: string }> {
  const git = await gitSource(location, list)
  if (git) return git
  const isMaildir = (await Promise.all(['cur', 'new'].map((folder) => stat(`${location}/${folder}`).catch(() => undefined)))).every((one) => one?.isDirectory())
  return isMaildir ? maildirSource(location, name, list) : { problem: `the folder \`${spec}\` is neither a repository nor a maildir; ${ACCEPTED}` }
}

async function fromFile(spec: string, location: string, name: string, options: OpenOptions): Promise<Source | { readonly problem: string }> {
  const head = await firstBytes(location, 1 << 16)
  if (/^# v\d git bundle\n/.test(head.toString('latin1', 0, 30))) return bundleSource(location, options)
  if (startsMbox(head)) return mboxSource(location, name, options.list)
  if (head.length === 0) return { problem: `\`${spec}\` is empty; ${ACCEPTED}` }
  return fromBytes(spec, location, await collect(await readBytes(location)), options, name)
}

function fromBytes(spec: string, location: string, content: Buffer, options: OpenOptions, name = location): Source | { readonly problem: string } {
  const list = options.list ?? listIdOf(content) ?? name
  const line = content.indexOf(0x0a)
  // A delivery agent puts a `From ` line before a message that it pipes.
  const message = content.toString('latin1', 0, 5) === 'From ' && line !== -1 ? content.subarray(line + 1) : content
  if (isMessage(message)) return onceSource('message', location, list, content, () => [{ raw: message, list, place: '' }])
  if (content.includes(0)) return { problem: `\`${spec}\` is nothing that mail can be read from; ${ACCEPTED}` }
  const text = decodeText(content, '', [])
  const rebuilt = (found: readonly Rebuilt[]) => found.map((one, index) => rebuild(one, list, String(index)))
  if (isPage(text)) return onceSource('page', location, list, content, () => rebuilt(rebuildPage(text)))
  if (isPaste(text)) return onceSource('paste', location, list, content, () => rebuilt(rebuildText(text)))
  return { problem: `\`${spec}\` is nothing that mail can be read from; ${ACCEPTED}` }
}

/** Begins with a header in which one of those that every message has stands. */
function isMessage(content: Buffer): boolean {
  const head = content.toString('latin1', 0, 1 << 16)
  const [header = ''] = head.split(/\r?\n\r?\n/, 1)
  return /^[!-9;-~]{1,100}[ \t]*:/.test(head) && /^(?:from|date|subject|message-id|received|return-path)[ \t]*:/im.test(header)
}

/** Quotes something, or says who wrote: what tells a copied mail from any other text. */
function isPaste(text: string): boolean {
  return /(?:^|\s)>{1,20} ?\S|\b(?:wrote|writes|schrieb|a \u00e9crit|escribi\u00f3|ha scritto) ?:|^From: .* @ .* UTC|\[Date Prev\]/m.test(
    text.slice(0, 1 << 18),
  )
}

/** @throws Error beyond `MOST_READ`, whatever gzip has made of it */
async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > MOST_READ) throw new Error(`it is over ${MOST_READ} bytes, unpacked, and no mbox`)
    all.push(chunk)
  }
  return Buffer.concat(all)
}

/** Bytes of a single message, page or paste; more than that is none. */
const MOST_READ = 128 << 20
