import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const YOUNG = 5_000
const PATTERN = /^lock\.(\d+)$/

/**
 * Does something while no other process of this machine does so in the same folder. The lock of a process that was killed does not count.
 *
 * Lock files are numbered; the highest is the lock. Whoever finds its holder dead creates the next number, which only one can, and gives way where
 * another has come since: of two that create a file each, the one that looks last sees the other's.
 * @template T
 * @param {string} directory created if missing
 * @param {() => Promise<T>} work
 * @param {{onWait?: (pid: number) => void, interval?: number}} [options] `onWait`: called once if another has it; `interval` between looks in ms, default 300
 * @returns {Promise<T>}
 */
export async function withLock(directory, work, { onWait, interval = 300 } = {}) {
  mkdirSync(directory, { recursive: true })
  let told = false
  let file = take(directory)
  while (typeof file === 'number') {
    if (!told) onWait?.(file)
    told = true
    await new Promise((resolve) => setTimeout(resolve, interval))
    file = take(directory)
  }
  const release = () => rmSync(file, { force: true })
  process.on('exit', release)
  try {
    return await work()
  } finally {
    release()
    process.off('exit', release)
  }
}

/** @returns {string | number} the file, now ours, or the pid of who has it */
function take(directory) {
  const highest = Math.max(0, ...numbers(directory))
  const holder = highest > 0 ? holderOf(join(directory, `lock.${highest}`)) : undefined
  if (holder !== undefined) return holder
  const mine = highest + 1
  const file = join(directory, `lock.${mine}`)
  try {
    writeFileSync(file, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' })
  } catch (error) {
    if (error.code === 'EEXIST') return holderOf(file) ?? 0
    throw error
  }
  const now = numbers(directory)
  // What this one found may be long gone, and who came after began at 1 again.
  if (now.some((number) => number > mine || (number < mine && holderOf(join(directory, `lock.${number}`)) !== undefined))) {
    rmSync(file, { force: true })
    return 0
  }
  for (const old of now) if (old < mine) rmSync(join(directory, `lock.${old}`), { force: true })
  return file
}

function numbers(directory) {
  return readdirSync(directory).flatMap((name) => PATTERN.exec(name)?.slice(1).map(Number) ?? [])
}

/** @returns {number | undefined} pid if it runs, 0 if it is not known yet, undefined if nobody has it */
function holderOf(file) {
  try {
    const [pid, start] = readFileSync(file, 'utf8').split(' ')
    if (!start) return Math.abs(Date.now() - statSync(file).mtimeMs) < YOUNG ? 0 : undefined
    return isRunning(Number(pid)) && startOf(Number(pid)) === start ? Number(pid) : undefined
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Tells a process from a later one with the same pid, where the system says so. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return 'unknown'
  }
}
