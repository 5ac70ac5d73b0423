import type { Mailbox } from '../../model/index.ts'

/** What the rules look at. */
export interface Suspect {
  readonly subject: string
  readonly text: string
  readonly recipients: readonly Mailbox[]
  /** It answers something, or is a patch or an answer to one. */
  readonly engaged: boolean
  /** Value of List-Id, '' when it has none. */
  readonly listId: string
  /** Values of X-Spam-Flag and X-Spam-Status. */
  readonly verdicts: readonly string[]
}

interface Rule {
  readonly name: string
  /** What it takes for a sign; the text is lower case, without addresses and list footers. */
  readonly test: (suspect: Suspect, text: string) => boolean
}

/**
 * Signs of spam, named; empty for honest mail. Precision comes first: what answers something, is a patch, quotes, or speaks of the trade of these lists
 * is honest whatever else it looks like.
 */
export function signsOfSpam(suspect: Suspect): readonly string[] {
  if (suspect.engaged) return []
  const text = plainWords(`${suspect.subject}\n${suspect.text.slice(0, 20_000)}`)
  if (TRADE.test(text) || QUOTED.test(suspect.text.slice(0, 20_000))) return []
  return RULES.filter(({ test }) => test(suspect, text)).map(({ name }) => name)
}

/** Words that people use here and spam does not. */
const TRADE =
  /\b(?:linux|kernel|kvm|qemu|xen|libvirt|virtio|vhost|vfio|hypervisor|powerpc|ppc\w*|power\d+|pseries|x86\w*|arm64|s390x?|risc-?v|vcpus?|cpus?|mmio|iommu|ioctls?|syscalls?|dmesg|bisect\w*|backtrace|segfault\w*|gcc|clang|patch(?:es|set|work)?|commits?|git|upstream|sysfs|debugfs|modprobe|initramfs|irq|dma|scsi|pci|rfc|abi|maintainers?|mailing lists?|subscribe|config_\w+)\b|0x[0-9a-f]{4}/i
const QUOTED = /^(?:>|\+\+\+ |--- |\$ |# )/m

const RULES: readonly Rule[] = [
  {
    name: 'flagged',
    test: ({ verdicts, subject }) => verdicts.some((verdict) => /^\s*yes\b/i.test(verdict)) || /^\W{0,4}(?:possible )?spam\b\W/i.test(subject),
  },
  // A list's mail that does not go to it came by a hidden copy, as mass mail does.
  { name: 'hidden-recipients', test: ({ listId, recipients }) => listId !== '' && !recipients.some(({ address }) => isListAddress(address, listId)) },
  { name: 'money', test: (_, text) => MONEY.test(text) },
  { name: 'sales', test: (_, text) => SALES.test(text) },
  { name: 'foreign-script', test: (_, text) => isMostlyForeign(text) },
]

const MONEY =
  /million(?:en)? (?:euros?|dollars?|usd|us\b|pounds?)|(?:€|\$|usd|eur|euro) ?\d{1,3}(?:[.,]\d{3}){1,3}|\d{1,3}(?:[.,]\d{3}){2}(?:[.,]\d\d)?\.? ?(?:euros?|usd|dollars?|€|\$)|atm (?:master ?)?card|western union|money ?gram|next of kin|inheritance (?:fund|claim)|beneficiary|lottery|spende (?:von|für)|wohlt\u00e4tigkeit|geldspende|(?:business|investment|loan) (?:proposal|offer|opportunity)|corporate and personal loan|low rate loan|darlehen|(?:brauchen|ben\u00f6tigen) sie einen kredit|willst du reich|dear (?:beloved|beneficiary|winner|friend in)/
const SALES =
  /klientskie bazy|bazy dannyh|request for (?:quotation|quote|catalog)|product inquiry|purchase (?:order|inquiry|request)|our (?:latest )?(?:catalog|price list)|\bseo\b|backlinks?|guest post|first page of google|email lists? of|prodej |popt\u00e1vk|dropshipping/

/** The words of a text without what a list or a mailer put there. */
function plainWords(text: string): string {
  return text
    .toLowerCase()
    .split('\n')
    .filter((line) => !line.includes('unsubscribe') && !line.includes('majordomo') && line.length < 5000)
    .join('\n')
    .replace(/[^\s<>]{1,200}@[^\s<>]{1,200}|https?:\S{1,500}/g, ' ')
}

/** `kvm-ppc.vger.kernel.org` is kvm-ppc@vger.kernel.org; any other address of that host may be a list that it was sent to as well. */
function isListAddress(address: string, listId: string): boolean {
  const [, name = ''] = /<([^<>]+)>/.exec(listId) ?? []
  const id = (name || listId).trim().toLowerCase()
  const host = id.slice(id.indexOf('.') + 1)
  const [, domain = ''] = address.toLowerCase().split('@')
  return host === '' || domain === host || domain.endsWith(`.${host}`) || host.endsWith(`.${domain}`) || LISTS.test(domain)
}

const LISTS = /^(?:lists?\d?|vger|mail|groups)\.|(?:nongnu|kernel|lists\.\w+)\.org$/

/** More than half of at least forty letters are of a script that is not Latin. */
function isMostlyForeign(text: string): boolean {
  const foreign = text.match(/\p{L}/gu)?.filter((letter) => letter > '\u024f').length ?? 0
  const latin = text.match(/[a-z\u00c0-\u024f]/g)?.length ?? 0
  return foreign + latin >= 40 && foreign > latin
}
