import { type Random, randomOf } from '../../lib/random.ts'
import { type Words, wordsFrom } from './words.ts'

export interface MadeUpMail {
  /** Names of the lists by which it comes: one, now and then two. */
  readonly lists: readonly string[]
  readonly messageId: string
  readonly from: string
  readonly subject: string
  /** As it arrives by a list: each adds lines of its own. */
  raw(list: string): string
}

export interface MailShape {
  /** Names of lists; the first has most mail. */
  readonly lists: readonly string[]
  /** Identifiers that messages mention, those of records. */
  readonly names: readonly string[]
  /** The same number gives the same mail. */
  readonly seed: number
}

/**
 * Mail that nobody wrote, without end, in the shape of a list for kernel development: threads that answer each other and run side by side, series of patches, quotes, words as often as in
 * `words.ts`, headers as long as archives have them. Sizes and shares are those of linuxppc-dev (docs/scale.md).
 */
export function* madeUpMail({ lists, names, seed }: MailShape): Generator<MadeUpMail> {
  const random = randomOf(seed)
  const make: Maker = { ...random, ...wordsFrom(random), names, people: people(random), junk: junk(random) }
  const open: Thread[] = []
  for (let number = 1; ; number++) {
    const place = random.below(TOGETHER)
    let thread = open[place]
    if (!thread || thread.left === 0) {
      thread = newThread(make, lists, number)
      open[place] = thread
    }
    thread.left--
    yield nextOf(thread, make, lists, number)
  }
}

/** Threads that go on at a time. */
const TOGETHER = 200
/** Messages of a thread are counted up to this. */
const LONGEST_THREAD = 300
/** Messages after which the dates begin anew, as if one archive were read after the other: at any size there is mail of each year. */
const ROUND = 20_000
const [FIRST_DAY, LAST_DAY] = [Date.UTC(2008, 0), Date.UTC(2026, 0)]

interface Maker extends Random, Words {
  readonly names: readonly string[]
  readonly people: readonly Person[]
  /** What does not compress, as signatures in headers do not. */
  readonly junk: string
}

interface Person {
  readonly name: string
  readonly address: string
}

interface Post {
  readonly messageId: string
  readonly references: readonly string[]
  readonly author: Person
  readonly subject: string
  readonly lines: readonly string[]
  readonly date: number
}

interface Thread {
  readonly list: string
  readonly kind: 'series' | 'patch' | 'question'
  readonly title: string
  /** Patches of a series that are still to come. */
  patches: number
  readonly series: number
  left: number
  /** Words that its people come back to. */
  readonly palette: readonly string[]
  readonly posts: Post[]
  readonly date: number
}

function newThread(make: Maker, lists: readonly string[], number: number): Thread {
  const length = Math.min(LONGEST_THREAD, Math.ceil(logNormal(make, 3, 1.35)))
  const kind = length > 2 && make.chance(0.5) ? 'series' : make.chance(0.5) ? 'patch' : 'question'
  const series = kind === 'series' ? Math.max(1, Math.min(40, Math.round((length - 1) * 0.62))) : 0
  return {
    list: lists[Math.floor(lists.length * make.share() ** 2)] as string,
    kind,
    title: `${make.word()}/${make.word()}: ${words(make.word, 3 + make.below(6)).join(' ')}`.slice(0, 90).trim(),
    patches: series,
    series,
    left: length,
    palette: words(make.word, 90),
    posts: [],
    date: FIRST_DAY + ((number % ROUND) / ROUND) * (LAST_DAY - FIRST_DAY),
  }
}

function nextOf(thread: Thread, make: Maker, lists: readonly string[], number: number): MadeUpMail {
  const root = thread.posts[0]
  const isPart = root !== undefined && thread.patches > 0
  const parent = root && (isPart || make.chance(0.3) ? root : make.of(thread.posts))
  const author = (isPart ? root : undefined)?.author ?? someone(make)
  const isPatch = isPart || (!root && thread.kind === 'patch')
  const subject = subjectOf(thread, isPart)
  const own = isPatch ? patch(make, thread, author) : prose(make, thread, logNormal(make, root ? 70 : 150, 1.1))
  const quoted = parent && !isPart && make.chance(0.9) ? quote(make, parent) : []
  const post: Post = {
    messageId: `${make.below(2 ** 31).toString(16)}.${number}@${author.address.split('@')[1]}`,
    references: parent ? [...parent.references, parent.messageId].slice(-20) : [],
    author,
    subject,
    lines: [...quoted, ...own],
    date: parent ? parent.date + 1000 * (isPart ? 1 : 60 + make.below(100_000)) : thread.date,
  }
  if (isPart) thread.patches--
  // Of a long thread the last ones are answered, and the first.
  if (thread.posts.length >= MOST_ANSWERED) thread.posts.splice(1, 1)
  thread.posts.push(post)
  const also = make.chance(BY_TWO) ? make.of(lists) : thread.list
  const more = headerJunk(make)
  const body = bodyOf(make, [...quoted, ...own])
  return {
    lists: [...new Set([thread.list, also])],
    messageId: post.messageId,
    from: `${author.name} <${author.address}>`,
    subject,
    raw: (list) => `${received(list, post)}${more}${header(list, post)}${body}`,
  }
}

/** Posts of a thread that somebody may still answer. */
const MOST_ANSWERED = 12
/** Share of mail that comes by a second list. */
const BY_TWO = 0.05
/** Share of mail that names a record, and of that with a second name, and so on. */
const MENTIONS = 0.03
const MENTIONS_MORE = 0.5

function subjectOf({ kind, title, series, patches, posts }: Thread, isPart: boolean): string {
  if (isPart) return `[PATCH ${series - patches + 1}/${series}] ${title}`
  const first = kind === 'series' ? `[PATCH 0/${series}] ${title}` : kind === 'patch' ? `[PATCH] ${title}` : title
  return posts.length === 0 ? first : `Re: ${first}`
}

function prose(make: Maker, { palette }: Thread, count: number): string[] {
  const said = words(() => (make.chance(0.6) ? make.of(palette) : make.word()), Math.max(3, Math.round(count)))
  for (let chance = MENTIONS; make.names.length > 0 && make.chance(chance); chance = MENTIONS_MORE)
    said.splice(make.below(said.length), 0, make.names[Math.floor(make.names.length * make.share() ** 3)] as string)
  const lines: string[] = []
  let line = ''
  for (const [place, word] of said.entries()) {
    const next = place % 14 === 13 ? `${word}.` : word
    if (line.length + next.length > 72) {
      lines.push(line)
      line = next
    } else line = line === '' ? next : `${line} ${next}`
    if (place % 70 === 69) {
      lines.push(line, '')
      line = ''
    }
  }
  return [...lines, line, '']
}

function patch(make: Maker, thread: Thread, author: Person): string[] {
  const file = `${make.of(FOLDERS)}/${make.of(thread.palette).replace(/\W/g, '_')}.c`
  const lines = prose(make, thread, logNormal(make, 45, 0.7))
  if (make.chance(0.3)) lines.push(`Fixes: ${make.below(2 ** 32).toString(16)}${make.below(2 ** 16).toString(16)} ("${words(make.word, 5).join(' ')}")`)
  if (make.chance(0.25)) lines.push(`Reviewed-by: ${someone(make).name} <${someone(make).address}>`)
  lines.push(`Signed-off-by: ${author.name} <${author.address}>`, '---', ` ${file} | 12 ++++++------`, ' 1 file changed', '', `diff --git a/${file} b/${file}`)
  lines.push(`index ${make.below(2 ** 32).toString(16)}..${make.below(2 ** 32).toString(16)} 100644`, `--- a/${file}`, `+++ b/${file}`)
  for (let left = Math.ceil(logNormal(make, 90, 1.25)); left > 0; left -= 12) {
    lines.push(`@@ -${make.below(3000)},9 +${make.below(3000)},11 @@ static int ${make.of(thread.palette).replace(/\W/g, '_')}(void)`)
    for (let row = Math.min(12, left); row > 0; row--) lines.push(`${'   +++-'[make.below(7)]}${code(make, thread)}`)
  }
  return [...lines, '-- ', '2.39.1', '']
}

function code(make: Maker, { palette }: Thread): string {
  const name = (): string => make.of(palette).replace(/\W/g, '_')
  switch (make.below(6)) {
    case 0:
      return ''
    case 1:
      return `\tif (${name()}->${name()} & ${make.chance(0.2) ? `0x${make.below(4096).toString(16)}` : name()})`
    case 2:
      return `\t\t${name()} = ${name()}(${name()}, ${make.word()});`
    case 3:
      return `\tstruct ${name()} *${name()};`
    case 4:
      return `\t/* ${name()} ${make.word()} ${name()} */`
    default:
      return `\treturn ${name()}_${name()}(${name()});`
  }
}

function quote(make: Maker, { author, date, lines }: Post): string[] {
  const most = Math.ceil(logNormal(make, 80, 1.1))
  const first = make.chance(0.6) ? 0 : make.below(Math.max(1, lines.length - most))
  return [`On ${new Date(date).toUTCString()}, ${author.name} wrote:`, ...lines.slice(first, first + most).map((line) => `> ${line}`), '']
}

function bodyOf(make: Maker, lines: readonly string[]): string {
  const text = lines.join('\n')
  if (!make.chance(0.03)) return `Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n${text}\n`
  const boundary = `=-${make.number()}`
  const file = `Content-Type: text/x-patch; name="some.patch"\nContent-Disposition: attachment; filename="some.patch"\nContent-Transfer-Encoding: base64\n\n${slice(make, 2000)}`
  return `Content-Type: multipart/mixed; boundary="${boundary}"\n\n--${boundary}\nContent-Type: text/plain; charset=UTF-8\n\n${text}\n--${boundary}\n${file}\n--${boundary}--\n`
}

function received(list: string, { date }: Post): string {
  const day = new Date(date).toUTCString().replace('GMT', '+0000')
  const domain = list.split('.').slice(1).join('.')
  const hops = HOPS.map(
    (hop) =>
      `Received: from mail${hop + 1}.${domain} (mail${hop + 1}.${domain} [192.0.2.${hop}])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n\t key-exchange X25519 server-signature RSA-PSS (4096 bits))\n\tby mail${hop}.${domain} (Postfix) with ESMTPS id 4Xy${hop}\n\tfor <archive@${list}>; ${day}\n`,
  )
  return `Return-Path: <owner@${list}>\nDelivered-To: archive@${list}\n${hops.join('')}${ABOUT_LIST.replaceAll('LIST', list)}`
}

const HOPS = [1, 2, 3, 4, 5, 6]
const ABOUT_LIST = ['Archive', 'Subscribe', 'Unsubscribe', 'Owner', 'Post', 'Help']
  .map((name) => `List-${name}: <https://LIST/listinfo/${name}>,\n\t<mailto:LIST?subject=${name}>\n`)
  .join('')

function headerJunk(make: Maker): string {
  return `ARC-Seal: i=1; a=rsa-sha256; d=example.org; s=arc;\n\tb=${slice(make, logNormal(make, 1500, 0.4))}\n`
}

/** Of the junk, in lines. */
function slice({ junk, below }: Maker, length: number): string {
  const from = below(junk.length - 20_000)
  const lines: string[] = []
  for (let at = 0; at < Math.min(length, 16_000); at += 70) lines.push(junk.slice(from + at, from + at + 70))
  return lines.join('\n\t ')
}

function header(list: string, { messageId, references, author, subject, date }: Post): string {
  const answers = references.length > 0 ? `In-Reply-To: <${references.at(-1)}>\nReferences: ${references.map((one) => `<${one}>`).join('\n ')}\n` : ''
  return `From: ${author.name} <${author.address}>\nTo: ${list.replace('.', '@')}\nSubject: ${subject}\nDate: ${new Date(date).toUTCString().replace('GMT', '+0000')}\nMessage-ID: <${messageId}>\n${answers}List-Id: <${list}>\nPrecedence: list\nMIME-Version: 1.0\n`
}

const FOLDERS = [
  'arch/powerpc/kvm',
  'arch/powerpc/mm',
  'arch/x86/kvm',
  'drivers/vfio',
  'drivers/iommu',
  'drivers/net/ethernet',
  'fs/ext4',
  'hw/ppc',
  'include/linux',
  'virt/kvm',
]

/** Some write much, most a little. */
function someone({ people: all, share }: Maker): Person {
  return all[Math.floor(all.length * share() ** 3)] as Person
}

function people({ below }: Random): Person[] {
  const some = [
    ['Paul Example', 'paulus@example.org'],
    ['N Piggin', 'npiggin@example.com'],
    ['David Example', 'david@example.net'],
  ].map(([name, address]) => ({ name, address }) as Person)
  const syllable = (): string => `${'bdfghklmnprstvz'[below(15)]}${'aeiou'[below(5)]}`
  const name = (): string => {
    const one = syllable() + syllable() + (below(2) === 0 ? syllable() : '')
    return one.charAt(0).toUpperCase() + one.slice(1)
  }
  const others = Array.from({ length: 3000 }, (_, index) => {
    const [first, last] = [name(), name()]
    return { name: `${first} ${last}`, address: `${first}.${last}${index}@example.${['org', 'com', 'net'][index % 3]}`.toLowerCase() }
  })
  return [...others.slice(0, 20), ...some, ...others.slice(20)]
}

function junk({ below }: Random): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return Array.from({ length: 1 << 20 }, () => letters[below(64)]).join('')
}

function words(word: () => string, count: number): string[] {
  return Array.from({ length: count }, word)
}

/** @param median half are below @param spread standard deviation of the logarithm */
function logNormal({ share }: Random, median: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share())
  return median * Math.exp(normal * spread)
}
