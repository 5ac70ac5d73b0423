import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { answeringFile, buildKnowledge, evaluate, reportMarkdown, reportText } from '../../lib/evaluate/index.ts'
import { parseShorthand, parseSide, withHost } from '../../lib/input/index.ts'
import { type Knowledge, buildLinks } from '../../lib/model/index.ts'
import { questions } from '../contract/questions.ts'
import { projectKnowledge } from '../fixtures/knowledge.ts'

let whole: Knowledge
let part: Knowledge
beforeAll(async () => {
  whole = await projectKnowledge()
  const file = answeringFile(whole)
  part = buildKnowledge(structuredClone(file.entries), file)
}, 60_000)

describe('the records that answers follow from', () => {
  it('are those of a third of the size, and say which knowledge they are of', () => {
    expect(JSON.stringify(answeringFile(part)).length).toBeLessThan(JSON.stringify([...whole.entries.values()]).length / 2)
    expect([part.digest, part.date, part.options]).toEqual([whole.digest, whole.date, whole.options])
  })

  it('are those of the answers from them too', () => {
    expect(answeringFile(part)).toEqual(answeringFile(whole))
  })

  it.each(questions.map((question) => [question.name, question] as const))('answer as all do: %s', (_, { from, to, guest }) => {
    const told = [whole, part].map((knowledge) => {
      const read = { options: knowledge.options }
      const known = guest === undefined ? undefined : parseShorthand(guest, { ...read, prefix: 'guest.' })
      const answer = evaluate(knowledge, { source: withHost(parseSide(from, read), known), destination: parseSide(to, read) })
      const named = [...answer.findings.flatMap(({ record, policies }) => [record, ...policies])]
      const links = buildLinks(knowledge.entries.values())
      return [
        JSON.stringify(answer),
        reportText(answer, knowledge, { proof: 'full' }),
        reportMarkdown(answer, knowledge),
        ...named.map((id) => links.record(id)),
      ]
    })
    expect(told[1]).toEqual(told[0])
  })

  it('answer as all do about command lines', () => {
    const lines = readFileSync(new URL('../fixtures/oracle/devices-7.2.ndjson', import.meta.url), 'utf8')
      .trim()
      .split('\n')
    for (const line of lines.filter((_, index) => index % 3 === 0)) {
      const { id, from, to } = JSON.parse(line) as { id: string; from: string; to: string }
      const [all, some] = [whole, part].map((knowledge) => {
        const side = (cmdline: string) => parseSide({ cmdline, host: 'qemu=7.2' }, { options: knowledge.options })
        return JSON.stringify(evaluate(knowledge, { source: side(from), destination: side(to), remedies: false }))
      })
      expect(some === all, id).toBe(true)
    }
  })
})
