import { type TextForm, formOfText, parseSide } from '../input/index.ts'
import { type Device, InputError, type Knowledge } from '../model/index.ts'

/** What was taken from a pasted text, and what was not. */
export interface Understood {
  readonly form: TextForm
  readonly facts: readonly { readonly key: string; readonly value: string; readonly place: string }[]
  readonly parts: readonly Device[]
  /** With the line on which it stands first, from 1, where it can be found. */
  readonly rest: readonly { readonly text: string; readonly line?: number }[]
}

/** Reads a pasted text as one side of a question does. Undefined for facts, which say it themselves, and for what cannot be read. */
export function understood(knowledge: Knowledge, text: string): Understood | undefined {
  const form = formOfText(text)
  if (text === '' || form === 'facts') return undefined
  try {
    const profile = parseSide(text, { options: knowledge.options, name: 'text' })
    return {
      form,
      facts: Object.entries(profile.facts).map(([key, value]) => ({ key, value, place: (profile.places[key] ?? '').replace(/^text(, )?/, '') })),
      parts: profile.devices,
      rest: profile['not-understood'].map((rest) => {
        const line = lineOf(text, rest)
        return line === undefined ? { text: rest } : { text: rest, line }
      }),
    }
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

/** The line of what was not understood: of an option as it is written, of a path `<a/b name=x>` by its last element, of a setting by its name. */
function lineOf(text: string, rest: string): number | undefined {
  const element = /^<(?:[^<>]*\/)?([\w:-]+)/.exec(rest)?.[1]
  const at =
    element === undefined
      ? [rest, rest.split(/[\s=]/)[0] ?? ''].map((one) => text.indexOf(one)).find((one) => one >= 0)
      : text.search(new RegExp(`<${element}\\b`))
  return at === undefined || at < 0 ? undefined : text.slice(0, at).split('\n').length
}
