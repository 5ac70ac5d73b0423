import { join } from 'node:path'
import { compareStates } from './compare.ts'
import { readState } from './introspect.ts'
import { type Machine, RefusedToStart, sleep, withMachine } from './machine.ts'
import { QmpError } from './qmp.ts'
import { reasonOf } from './reason.ts'
import type { Outcome, Scenario } from './scenario.ts'

/**
 * Migrates between two QEMU processes on this machine and asks the receiver what became of it: the source calls a migration completed once all is sent.
 * @param programs folder with the qemu-system-… programs; default PATH
 */
export async function migrate(scenario: Scenario, options: { programs?: string | undefined } = {}): Promise<Outcome> {
  const where = { programs: options.programs }
  try {
    return await withMachine(scenario.from.cmdline, where, async (source) => {
      try {
        return await withMachine(scenario.to.cmdline, { ...where, more: ['-incoming', 'defer'] }, (destination) => between(source, destination, scenario.boot))
      } catch (error) {
        if (error instanceof RefusedToStart) return refused('dst-refused-to-start', error.message)
        throw error
      }
    })
  } catch (error) {
    if (error instanceof RefusedToStart) return refused('src-refused-to-start', error.message)
    throw error
  }
}

async function between(source: Machine, destination: Machine, boot: number | undefined): Promise<Outcome> {
  const uri = `unix:${join(process.env.TMPDIR ?? '/tmp', `oracle-${process.pid}-${++count}`)}`
  await destination.qmp.run('migrate-incoming', { uri })
  if (boot) {
    await source.qmp.run('cont')
    await sleep(boot)
    await source.qmp.run('stop')
  }
  try {
    await source.qmp.run('migrate', { uri })
  } catch (error) {
    if (error instanceof QmpError) return failed(error.message, 'blocked-on-source')
    await source.wait(1)
    if (source.ended()) return failed(source.words(), 'src-qemu-abort')
    throw error
  }
  if (!(await received(source, destination))) return failed(destination.words() || source.words(), destination.ended() ? undefined : 'timeout')
  const [before, after] = [await readState(source.qmp), await readState(destination.qmp)]
  return { outcome: 'completed', error: '', reason: 'ok', guest_visible_difference: compareStates(before, after) }
}

let count = 0

/** Waits until the receiver has taken all (true), has ended, or nothing more comes. */
async function received(source: Machine, destination: Machine): Promise<boolean> {
  const deadline = Date.now() + 60_000
  let sourceFailed = 0
  while (Date.now() < deadline && !destination.ended()) {
    const status = await destination.qmp.run('query-migrate').then(statusOf, () => undefined)
    if (status === 'completed') return true
    if (status === 'failed') break
    const sent = await source.qmp.run('query-migrate').then(statusOf, () => undefined)
    // The receiver ends a moment after the source has noticed; a source that fails by itself leaves the receiver waiting.
    if (sent === 'failed' && ++sourceFailed > 50) break
    await destination.wait(0.02)
  }
  // Its last words come before its end.
  await destination.wait(1)
  return false
}

function statusOf(info: unknown): string | undefined {
  return (info as { status?: string }).status
}

function refused(outcome: Outcome['outcome'], error: string): Outcome {
  return { outcome, error, reason: outcome, guest_visible_difference: [] }
}

function failed(error: string, reason = reasonOf(error)): Outcome {
  return { outcome: 'failed', error, reason, guest_visible_difference: [] }
}
