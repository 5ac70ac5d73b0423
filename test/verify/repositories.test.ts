import { afterAll, expect, test } from 'vitest'
import { openClones } from '../../scripts/mine/lib/clones.ts'
import { testRepository } from '../fixtures/repository.ts'

const made = testRepository()
afterAll(() => made.remove())

test('clones are named by their source record', async () => {
  made.commit('one', '2020-01-01', { VERSION: '1.2.0\n' })
  const clones = await openClones(` qemu=${made.dir}\nxen=${made.dir} `)
  expect([...clones].map(([name, clone]) => [name, clone.source.title, clone.releases().length])).toEqual([
    ['qemu', 'QEMU', 1],
    ['xen', 'Xen', 0],
  ])
  for (const clone of clones.values()) clone.close()
  expect(await openClones('')).toEqual(new Map())
})

test('what names no clone is refused with what to write', async () => {
  const refused: readonly (readonly [string, string])[] = [
    ['qemu', 'write `qemu=DIR`'],
    ['qmeu=x', 'did you mean `qemu`?'],
    ['list-kvm=x', 'no repository `list-kvm`'],
    [`qemu=${made.dir} qemu=y`, '`qemu` is given twice'],
    ['qemu=/nowhere', '`/nowhere` is no git repository'],
  ]
  for (const [text, message] of refused) await expect(openClones(text)).rejects.toThrow(message)
})
