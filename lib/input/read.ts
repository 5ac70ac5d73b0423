import type { Profile } from '../model/index.ts'
import { parseCmdline } from './cmdline.ts'
import type { ReadOptions } from './facts.ts'
import { formOfText } from './form.ts'
import { parseShorthand } from './shorthand.ts'

/** The same as `parseText`; readers of XML, JSON and YAML are loaded where the text is such a document. @throws InputError */
export async function readText(text: string, options: ReadOptions = {}): Promise<Profile> {
  const read = readerOf(text)
  return read ? read(text.replace(/^\ufeff/, '').trimStart(), options) : (await import('./side.ts')).parseText(text, options)
}

/** Whether a text is facts or a command line, for which no reader of documents is loaded. */
export function isPlainText(text: string): boolean {
  return readerOf(text) !== undefined
}

/** The same as `parseFile`, its readers loaded when it is asked. @throws InputError */
export async function readFileText(fileName: string, text: string, options: ReadOptions = {}): Promise<Profile> {
  return (await import('./side.ts')).parseFile(fileName, text, options)
}

function readerOf(text: string): ((text: string, options?: ReadOptions) => Profile) | undefined {
  const form = formOfText(text.replace(/^\ufeff/, ''))
  return form === 'facts' ? parseShorthand : form === 'command line' ? parseCmdline : undefined
}
