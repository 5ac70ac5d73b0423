import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ThreadNode, type Threaded, threadTree } from '../../lib/mail/index.ts'

const message = (messageId: string, day: number, ...references: string[]): Threaded => ({
  messageId,
  date: `2022-01-${String(day).padStart(2, '0')}T00:00:00.000Z`,
  references,
})

/** `a(b c(?d))`: children in brackets, ghosts with a question mark. */
function shown(nodes: readonly ThreadNode[]): string {
  return nodes.map(({ messageId, ghost, children }) => `${ghost ? '?' : ''}${messageId}${children.length > 0 ? `(${shown(children)})` : ''}`).join(' ')
}

describe('the tree of a thread', () => {
  test('answers hang below what they answer, by date', () => {
    expect(shown(threadTree([message('c', 3, 'a'), message('a', 1), message('d', 4, 'a', 'b'), message('b', 2, 'a')]))).toBe('a(b(d) c)')
  })

  test('a ghost stays where it holds several together, and goes where it holds one', () => {
    expect(shown(threadTree([message('b', 2, 'gone'), message('c', 3, 'gone')]))).toBe('?gone(b c)')
    expect(shown(threadTree([message('b', 2, 'gone')]))).toBe('b')
    expect(shown(threadTree([message('a', 1), message('c', 3, 'a', 'gone'), message('d', 4, 'a', 'gone')]))).toBe('a(?gone(c d))')
  })

  test('the subject groups nothing', () => {
    expect(shown(threadTree([message('a', 1), message('b', 2)]))).toBe('a b')
  })

  test('loops are broken, whoever closes them', () => {
    expect(shown(threadTree([message('a', 1, 'b'), message('b', 2, 'a')]))).toBe('b(a)')
    expect(shown(threadTree([message('a', 1, 'a')]))).toBe('a')
  })

  test('a chain of ten thousand answers', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) => ({
      messageId: `m${index}`,
      date: `2022-01-01T00:00:00.${index}Z`,
      references: index > 0 ? [`m${index - 1}`] : [],
    }))
    let depth = 0
    for (let node = threadTree(chain)[0]; node; node = node.children[0]) depth++
    expect(depth).toBe(10_000)
  })

  test('every message is there once, whatever the references say, and the order of messages does not matter', () => {
    const ids = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
    const some = fc.uniqueArray(fc.record({ messageId: ids, day: fc.integer({ min: 1, max: 9 }), references: fc.array(ids, { maxLength: 4 }) }), {
      selector: ({ messageId }) => messageId,
    })
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (drawn, random) => {
        const messages = drawn.map(({ messageId, day, references }) => message(messageId, day, ...references))
        const tree = threadTree(messages)
        const found: string[] = []
        const walk = (nodes: readonly ThreadNode[]): void => {
          for (const node of nodes) {
            if (!node.ghost) found.push(node.messageId)
            else expect(node.children.length).toBeGreaterThan(1)
            walk(node.children)
          }
        }
        walk(tree)
        expect(found.sort()).toEqual(messages.map(({ messageId }) => messageId).sort())
        const shuffled = messages.map((one) => ({ one, key: random.next().value })).sort((x, y) => x.key - y.key)
        expect(shown(threadTree(shuffled.map(({ one }) => one)))).toBe(shown(tree))
      }),
      { numRuns: 2000 },
    )
  })
})
