import type { MailStore } from '../store/mail-port.ts'

/**
 * The Message-ID that a person means: with or without angle brackets, whole or the beginning of one.
 * @throws Error if there is none, or more than one begins so
 */
export async function findMessageId(mail: MailStore, text: string): Promise<string> {
  const name = text.trim().replace(/^<|>$/g, '')
  if ((await mail.have([name])).size > 0) return name
  const like = await mail.messagesLike(name)
  if (like.length === 1) return like[0] as string
  if (like.length > 1) throw new Error(`several messages begin with \`${name}\`: ${like.slice(0, 3).join(', ')}…; give more of it`)
  // Others may answer what is not here.
  if (await mail.thread(name)) return name
  throw new Error(`no message \`${name}\` here; \`canimigrate search --in mail WORDS\` finds messages, \`canimigrate ingest ARCHIVE\` reads more`)
}
