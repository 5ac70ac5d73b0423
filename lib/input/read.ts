import type { Profile } from '../model/index.ts'
import { parseCmdline } from './cmdline.ts'
import type { ReadOptions } from './facts.ts'
import { formOfText } from './form.ts'
import { parseShorthand } from './shorthand.ts'

/** The same as `parseText`; readers of XML, JSON and YAML are loaded where the text is such a document. @throws InputError */
export async function readText(text: string, options: ReadOptions = {}): Promise<Profile> {
  const form = formOfText(text.replace(/^\ufeff/, ''))
  const read = form === 'facts' ? parseShorthand : form === 'command line' ? parseCmdline : undefined
  return read ? read(text.replace(/^\ufeff/, '').trimStart(), options) : (await import('./side.ts')).parseText(text, options)
}

/** The same as `parseFile`, its readers loaded when it is asked. @throws InputError */
export async function readFileText(fileName: string, text: string, options: ReadOptions = {}): Promise<Profile> {
  return (await import('./side.ts')).parseFile(fileName, text, options)
}
