import { answeringFile, knowledgeFile } from '../evaluate/index.ts'
import type { Entry, Knowledge, KnowledgeFile, PartClass } from '../model/index.ts'
import type { ClassHead } from './late-class.ts'

/** What answers follow from. Classes of parts have their heads only. */
export interface Answering extends Pick<KnowledgeFile, 'digest' | 'date' | 'entries'>, Pick<Knowledge, 'options'> {}

/** The rest of the knowledge: other records, and the bodies of those that answers follow from. */
export interface Rest {
  readonly entries: readonly Entry[]
  readonly bodies: Readonly<Record<string, string>>
}

/**
 * Takes the knowledge apart for the npm package, so that an answer reads little: what answers follow from, the rest of its classes of parts, one a line,
 * and the rest of the knowledge. `bundledKnowledge` puts them together.
 * @returns what each file holds, in ASCII, by its name
 */
export function packed(knowledge: Knowledge): Readonly<Record<'answering.json' | 'classes.txt' | 'rest.json', string>> {
  const whole = knowledgeFile(knowledge)
  const { digest, date, entries } = answeringFile(knowledge)
  const answers = new Set(entries.map(({ data }) => data.id))
  const classes: string[] = []
  const headOf = ({ class: name, like, kind, driver, if: where, ...body }: PartClass): ClassHead => {
    classes.push(ascii(body))
    return { class: name, like, kind, driver, ...(where && { if: where }) }
  }
  const answering: Answering = {
    digest,
    date,
    options: knowledge.options,
    entries: entries.map(({ data, ...entry }) => ({ ...entry, data: data.kind === 'rule' ? { ...data, parts: data.parts.map(headOf) as PartClass[] } : data })),
  }
  const rest: Rest = {
    entries: whole.entries.filter(({ data }) => !answers.has(data.id)),
    bodies: Object.fromEntries(whole.entries.filter(({ data }) => answers.has(data.id)).map(({ data, body }) => [data.id, body])),
  }
  return { 'answering.json': ascii(answering), 'classes.txt': classes.join('\n'), 'rest.json': ascii(rest) }
}

function ascii(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
