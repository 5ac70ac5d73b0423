import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { handle } from '../../lib/api/handle.ts'
import type { Service } from '../../lib/api/service.ts'
import { main } from '../../lib/cli/main.ts'
import { loadContent } from '../../lib/content/load.ts'
import { buildKnowledge } from '../../lib/evaluate/index.ts'
import { type Answer, EXIT_STATUS, type Proof } from '../../lib/model/index.ts'
import { captured } from '../fixtures/captured.ts'
import { CONTENT, realService } from '../fixtures/service.ts'
import { type Expected, nonsense, questions } from './questions.ts'

let service: Service
let close: () => Promise<void>
beforeAll(async () => {
  ;({ service, close } = await realService())
})
afterAll(() => close())

describe.each([
  ['API', askApi],
  ['CLI', askCli],
] as const)('%s', (_, ask) => {
  it.each(questions.map((question) => [question.name, question] as const))('%s', { timeout: 30_000 }, async (_name, question) =>
    expectAnswer(await ask(question), question),
  )
})

describe('nonsense', () => {
  it.each(nonsense.map((one) => [one.name, one] as const))('%s', { timeout: 30_000 }, async (_name, { from, to, says }) => {
    const { status, stderr, stdout } = await captured(() => main(['check', '--from', from, '--to', to]))
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(says)
    expect(stderr.trim().split('\n')[0]?.length).toBeLessThan(300)
    const response = await post({ from, to })
    expect([400, 413]).toContain(response.status)
    if (response.status === 400) expect(((await response.json()) as { detail: string }).detail).toMatch(says)
  })
})

it('knowledge from files and from the database is the same, and so are answers', { timeout: 60_000 }, async () => {
  const files = buildKnowledge((await loadContent(CONTENT)).entries)
  const database = await service.knowledge()
  expect(database.digest).toBe(files.digest)
  expect([...database.entries.values()]).toEqual([...files.entries.values()])
  const { evaluate } = await import('../../lib/evaluate/index.ts')
  const { readQuestion } = await import('../../lib/api/question.ts')
  for (const { from, to, guest, via } of questions) {
    const body = { from, to, ...(guest ? { guest } : {}), ...(via ? { via: [...via] } : {}) }
    expect(evaluate(database, readQuestion(database, body))).toEqual(evaluate(files, readQuestion(files, body)))
  }
})

async function askApi({ from, to, guest, via }: Expected): Promise<Answer> {
  const response = await post({ from, to, ...(guest ? { guest } : {}), ...(via ? { via } : {}) })
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}

async function askCli({ from, to, guest, via }: Expected): Promise<Answer> {
  const { status, stdout, stderr } = await captured(() =>
    main(['check', '--json', '--from', from, '--to', to, ...(guest ? ['--guest', guest] : []), ...(via ? ['--via', ...via] : [])]),
  )
  expect(stderr).toBe('')
  const answer = JSON.parse(stdout) as Answer
  expect(status).toBe(EXIT_STATUS[answer.verdict])
  return answer
}

function post(body: unknown): Promise<Response> {
  return handle(
    service,
    new Request('http://test/api/v1/evaluate', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    '/evaluate',
  )
}

function expectAnswer(answer: Answer, expected: Expected): void {
  if (expected.verdict === 'not yes') expect(answer.verdict).not.toBe('yes')
  else expect(answer.verdict, JSON.stringify(answer.findings.map(({ record, claim, summary }) => `${record} ${claim}: ${summary}`))).toBe(expected.verdict)
  if (expected.stream) expect(answer.stream).toBe(expected.stream)
  if (expected.outcome) expect(answer.guest).toBe(expected.outcome)
  if (expected.record) expect(answer.findings.map(({ record }) => record)).toContain(expected.record)
  if (expected.missing) expect(answer.missing.map(({ fact }) => fact)).toContain(expected.missing)
  const text = JSON.stringify(answer.findings)
  for (const cite of expected.cites ?? []) expect(text).toContain(cite)
  if (expected.remedy === 'none') expect(answer.remedies).toEqual([])
  else if (expected.remedy) {
    const { set, applies, verdict } = expected.remedy
    expect(answer.remedies.some((offer) => offer.applies === applies && offer.verdict === verdict && offer.changes.some((change) => change.set === set))).toBe(
      true,
    )
  }
  for (const finding of answer.findings)
    expect(
      leaves(finding.because).filter((leaf) => leaf.kind === 'statement' && leaf.cites.length === 0),
      finding.record,
    ).toEqual([])
}

/** A proof's ends: facts, assumptions, what is missing, and statements with evidence. */
function leaves(proofs: readonly Proof[]): Proof[] {
  return proofs.flatMap((proof) => (proof.kind === 'step' ? (proof.because.length === 0 ? [proof] : leaves(proof.because)) : [proof]))
}
