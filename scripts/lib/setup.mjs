import { install } from './install.mjs'
import { SETUP } from './places.mjs'
import { withLock } from './lock.mjs'
import { Problem } from './problem.mjs'
import { step } from './progress.mjs'
import { requireWritable } from './writable.mjs'

/**
 * Installs packages and generates the database clients where that is missing, then does `more`, all while no other process sets up.
 * @template T
 * @param {() => Promise<T>} [more]
 * @returns {Promise<T>}
 */
export async function setUp(more = async () => {}) {
  requireWritable()
  const onWait = (pid) => console.error(`another start${pid ? ` (process ${pid})` : ''} is setting up; waiting for it`)
  return withLock(
    SETUP,
    async () => {
      await install()
      await generateClients()
      return more()
    },
    { onWait },
  )
}

async function generateClients() {
  // Not above: it is a module of its own that may need what was just installed.
  const { generate } = await import('../generate.mjs')
  let finish
  let shown
  const onProgress = (name) => {
    shown = step(name, () => new Promise((resolve) => (finish = resolve)))
  }
  try {
    await generate({ onProgress })
  } catch (error) {
    throw new Problem('the database clients could not be generated: see above', error.message)
  } finally {
    finish?.()
    await shown
  }
}
