import type { Block, FoundPosition, Mailbox, Mention, Message } from '../../model/index.ts'
import { type PositionRule, RULES } from './rules.ts'
import { type Sentence, sentencesOf } from './sentences.ts'
import { OTHER_MIGRATION, SOME_TOPIC, TOPICS, type Topic } from './topics.ts'

/** A sentence is given in full up to so many characters. */
const LONGEST = 300
const MOST = 40

/**
 * Finds the statements by which the sender of a message requires, promises, refuses, decides or asks something about guest ABI, compatibility or migration.
 * Only the sender's own words count: nothing quoted, no signature, no diff, no trailer. Which sentences do is told by the rules in `rules.ts`.
 * @param blocks of this message
 * @param mentions of this message; a sentence with one is on a topic, and a position speaks of their records
 * @returns in the order of the text; at most 40, and at most one of a kind that begins on a line
 */
export function positionsOf(
  message: Pick<Message, 'messageId' | 'from' | 'patch' | 'text'>,
  blocks: readonly Block[],
  mentions: readonly Mention[] = [],
): readonly FoundPosition[] {
  const found: FoundPosition[] = []
  const named = mentions.filter(({ where }) => where === 'own').map(({ line }) => line)
  for (const block of blocks) {
    if (block.kind !== 'text' || block.depth !== 0 || found.length >= MOST || !(named.length > 0 || SOME_TOPIC.test(block.text))) continue
    const author = authorOf(message, block)
    const sentences = sentencesOf(block.text, block.lines[0], named)
    for (const sentence of sentences) {
      const rules = rulesFor(sentence, sentences, mentions)
      const [first] = rules
      if (first === undefined || found.length >= MOST) continue
      const asked = sentence.text.endsWith('?')
      const kind = asked ? 'question' : first.kind
      // Two of a kind on one line are one to a reader.
      if (found.some((other) => other.kind === kind && other.lines[0] === sentence.lines[0])) continue
      found.push(
        Object.freeze({
          messageId: message.messageId,
          lines: sentence.lines,
          kind,
          stance: asked ? 'question' : first.stance,
          author,
          records: recordsOf(sentence, sentences, mentions),
          rules: rules.map(({ id }) => id),
          sentence: sentence.text.slice(0, LONGEST),
        } satisfies FoundPosition),
      )
    }
  }
  return found
}

/** What a sentence has if a rule can find it whose topic stands elsewhere in the paragraph. */
const MAY_STAND = new RegExp(String.raw`${SOME_TOPIC.source}|default|enabled|\?$`, 'i')

/** A patch that somebody else sends names its author in the first line. */
function authorOf(message: Pick<Message, 'from' | 'patch'>, block: Block): Mailbox {
  const named = message.patch === undefined || message.patch.reply ? null : /^\s*From: ([^\n<]{1,100}?)\s*<([^<>\s]{1,200})>/.exec(block.text)
  if (named !== null) return { name: (named[1] ?? '').replace(/^"|"$/g, ''), address: named[2] ?? '' }
  return block.author ?? message.from
}

/** The rules that find a sentence. */
export function rulesFor(sentence: Sentence, sentences: readonly Sentence[], mentions: readonly Mention[]): readonly PositionRule[] {
  const { text } = sentence
  const named = mentions.some((mention) => isIn(mention, sentence))
  if (text.length < 8 || !(named || MAY_STAND.test(text))) return []
  return RULES.filter((rule) => rule.pattern.test(text) && !(rule.unless?.test(text) ?? false) && (named || isAbout(rule, sentence, sentences)))
}

function isAbout(rule: PositionRule, sentence: Sentence, sentences: readonly Sentence[]): boolean {
  if (rule.about.length === 0 || rule.about.some((topic) => speaksOf(topic, sentence.text))) return true
  return (
    rule.near === 'paragraph' &&
    sentences.some((other) => other !== sentence && other.paragraph === sentence.paragraph && rule.about.some((topic) => speaksOf(topic, other.text)))
  )
}

const speaksOf = (topic: Topic, text: string): boolean => TOPICS[topic].test(text) && !(topic === 'migration' && OTHER_MIGRATION.test(text))

const isIn = (mention: Mention, sentence: Sentence): boolean =>
  mention.where === 'own' && mention.line >= sentence.lines[0] && mention.line <= sentence.lines[1] && sentence.text.includes(mention.name)

/** By the mentions in the sentence, else in its paragraph. */
function recordsOf(sentence: Sentence, sentences: readonly Sentence[], mentions: readonly Mention[]): readonly string[] {
  const own = mentions.filter((mention) => isIn(mention, sentence))
  const near = sentences.filter(({ paragraph }) => paragraph === sentence.paragraph)
  const chosen = own.length > 0 ? own : mentions.filter((mention) => near.some((other) => isIn(mention, other)))
  return [...new Set(chosen.map(({ record }) => record))]
}
