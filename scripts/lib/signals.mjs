import { constants } from 'node:os'
import { endAll } from './run.mjs'

/**
 * On SIGINT, SIGTERM or SIGHUP: ends what runs, then us.
 * @param {{status?: (signal: string) => number, before?: () => void, patience?: () => number | undefined}} [options] `status`: exit status, default 128 + the signal's number;
 * `before`: what to undo first; `patience`: milliseconds for what runs to end, see `endAll`
 */
export function endOnSignals({ status = (signal) => 128 + constants.signals[signal], before = () => {}, patience = () => undefined } = {}) {
  let ending = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      if (ending) return
      ending = true
      await endAll('SIGTERM', patience())
      before()
      process.exit(status(signal))
    })
  }
}
