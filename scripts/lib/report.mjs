const RESULTS = { passed: 'ok', failed: 'FAILED', skipped: 'skipped' }

/** Counts, and shows a line for each step, with its output where it failed. */
export class Report {
  passed = 0
  failed = 0
  skipped = 0
  /** What is under way. */
  #running = new Map()

  /**
   * Runs checks, two at a time.
   * @param {{name: string, run: () => Promise<{code: number, text: string}>}[]} all
   */
  async checks(all) {
    const waiting = [...all]
    const runSome = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) await this.check(one)
    }
    await Promise.all([runSome(), runSome()])
  }

  /**
   * Runs a check, which counts as one.
   * @param {{name: string, run: () => Promise<{code: number, text: string}>}} check
   */
  async check({ name, run }) {
    await this.step(name, async () => {
      const { code, text } = await run()
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, text }
    })
  }

  /**
   * Runs something that counts by itself.
   * @param {string} name
   * @param {() => Promise<{passed: number, failed: number, skipped: number, text: string, note?: string}>} work `note` is shown in any case
   */
  async step(name, work) {
    const began = Date.now()
    this.#running.set(name, began)
    const live = process.stdout.isTTY ? setInterval(() => this.#show(), 200) : undefined
    const { passed, failed, skipped, text, note } = await work().catch((error) => ({ passed: 0, failed: 1, skipped: 0, text: explain(error) }))
    clearInterval(live)
    this.#running.delete(name)
    this.passed += passed
    this.failed += failed
    this.skipped += skipped
    const counts = passed + failed + skipped > 1 ? ` (${summary({ passed, failed, skipped })})` : ''
    const result = failed > 0 ? 'failed' : passed > 0 ? 'passed' : 'skipped'
    console.log(`${live ? '\r\u001b[K' : ''}${name}: ${RESULTS[result]}, ${seconds(began)}${counts}${note ? `: ${note}` : ''}`)
    if (failed > 0) console.log(indent(text))
  }

  #show() {
    process.stdout.write(`\r\u001b[K${[...this.#running].map(([name, began]) => `${name} … ${seconds(began)}`).join(', ')}`)
  }

  /** The last line, and the exit status. */
  end() {
    console.log(summary(this))
    process.exit(this.failed > 0 ? 1 : 0)
  }
}

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function seconds(began) {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`
}

function explain(error) {
  return error.status === undefined ? error.stack : `${error.output}\n${error.message}`
}

function indent(text) {
  return text.trim().replace(/^/gm, '  ')
}
