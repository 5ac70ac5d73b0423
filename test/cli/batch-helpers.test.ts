import { afterEach, describe, expect, it } from 'vitest'
import { BatchHelpers } from '../../lib/cli/batch-helpers.ts'
import { LineAnswerer } from '../../lib/cli/batch-lines.ts'
import { readKnowledge } from '../../lib/cli/context.ts'

const LINES = ['{"id": 1, "from": "kvm=hv cpu=power9 qemu=7.2", "to": "kvm=hv cpu=power8 qemu=7.2"}', '', 'nonsense', '{"id": 2, "from": 1, "to": 2}']

describe('threads that help with a batch', () => {
  let helpers: BatchHelpers | undefined
  afterEach(() => helpers?.close())

  it('answer as the one that reads the batch would', async () => {
    const knowledge = await readKnowledge()
    helpers = new BatchHelpers(1, false)
    helpers.start()
    expect(helpers.idle()).toBeUndefined()
    helpers.expect(knowledge.digest)
    const idle = await loaded(helpers)
    const [first, second] = [idle.ask(LINES), idle.ask(LINES)]
    expect(helpers.idle(), 'two bundles are all that it may have before it').toBeUndefined()
    const own = new LineAnswerer(knowledge, false).answer(LINES)
    for (const reply of [await first, await second])
      expect({ failed: reply.failed, text: textOf(reply.bytes) }).toEqual({ failed: true, text: textOf(own.bytes) })
    expect(helpers.idle()).toBeDefined()
    helpers.expect('another')
    expect(helpers.idle(), 'one that read other records').toBeUndefined()
  })
})

async function loaded(helpers: BatchHelpers): Promise<NonNullable<ReturnType<BatchHelpers['idle']>>> {
  for (;;) {
    const idle = helpers.idle()
    if (idle) return idle
    await new Promise((done) => setTimeout(done, 20))
  }
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
