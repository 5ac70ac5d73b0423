const QUIET_BELOW = 1_000
const REMINDER = 10_000

/**
 * Runs a long step and shows how long it takes: on a terminal one line that counts, else a line when it begins, each ten seconds, and when done.
 * @template T
 * @param {string} name such as `installing packages`
 * @param {() => Promise<T>} work
 * @param {NodeJS.WriteStream} [out] default: stderr
 * @returns {Promise<T>}
 */
export async function step(name, work, out = process.stderr) {
  const began = Date.now()
  const elapsed = () => `${Math.round((Date.now() - began) / 1000)} s`
  const show = out.isTTY ? () => out.write(`\r\u001b[K${name} … ${elapsed()}`) : () => out.write(`${name} … ${elapsed()}\n`)
  if (!out.isTTY) out.write(`${name} …\n`)
  const timer = setInterval(show, out.isTTY ? 200 : REMINDER)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (out.isTTY) out.write('\r\u001b[K')
    if (out.isTTY || Date.now() - began >= QUIET_BELOW) out.write(`${name}: ${elapsed()}\n`)
  }
}
