import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Service } from '../../lib/api/service.ts'
import { textPage } from '../../lib/api/text.ts'
import { questions } from '../contract/questions.ts'
import { realService } from '../fixtures/service.ts'

let service: Service
let close: () => Promise<void>
beforeAll(async () => {
  ;({ service, close } = await realService())
})
afterAll(() => close())

/** Lines that are too long though they could be broken at a space. */
function tooLong(text: string): string[] {
  return text.split('\n').filter((line) => [...line].length > 78 && /\S\s\S/.test(line.slice(line.search(/[^\s│├└─•*-]/))))
}

// Every record's pages: as many as there are records.
test('no line is longer than 78 columns where words allow', async () => {
  const knowledge = await service.knowledge()
  const paths = [
    '',
    'check',
    'features',
    'policies',
    'matrix',
    'matrix?component=qemu',
    'matrix?component=xen&version=4.5',
    'search?q=migration',
    'api',
    ...[...knowledge.entries.values()].flatMap(({ data }) => (data.kind === 'area' ? [data.id] : [])),
    ...knowledge.features.flatMap(({ data }) => [`features/${data.id}`, `matrix?feature=${data.id}`]),
    ...knowledge.policies.map(({ data }) => `policies/${data.id}`),
    ...[...knowledge.entries].map(([id, { revision }]) => `r/${id}@${revision}`),
    ...questions.map(({ from, to, guest = '' }) => `check?${new URLSearchParams({ from, to, guest, proof: '1' })}`),
  ]
  for (const path of paths) {
    const [name, query] = path.split('?') as [string, string | undefined]
    const text = await textPage(service, name, new URLSearchParams(query))
    expect(text.length, path).toBeGreaterThan(20)
    // A table in a record's own text keeps its rows.
    expect(
      tooLong(text).filter((line) => !line.includes('|')),
      path,
    ).toEqual([])
  }
}, 240_000)

test('what is not there says what is near', async () => {
  await expect(textPage(service, 'features/ppc/ail-mode', new URLSearchParams())).rejects.toThrow(/`ppc\/ail-mode`; did you mean `ppc\/ail-modes`/)
  await expect(textPage(service, 'nope', new URLSearchParams())).rejects.toThrow('nothing at `/nope`')
  await expect(textPage(service, 'matrix', new URLSearchParams('component=qemu&version=7.9'))).rejects.toThrow('QEMU has no release `7.9`')
})
