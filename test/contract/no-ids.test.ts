import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { projectEntries } from '../fixtures/knowledge.ts'

it('no record is named in lib/: everything specific lives in records', async () => {
  const lib = fileURLToPath(new URL('../../lib', import.meta.url))
  const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.includes('generated'))
  const ids = (await projectEntries()).map(({ data }) => data.id)
  expect(ids.length).toBeGreaterThan(20)
  const named = files.flatMap((file) => {
    const text = readFileSync(`${lib}/${file}`, 'utf8')
    return ids.filter((id) => text.includes(id)).map((id) => `${file} names ${id}`)
  })
  expect(named).toEqual([])
})
