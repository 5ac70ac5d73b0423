import { type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/**
 * Notices that files or folders change. Where the system does not tell (a file system of another machine, more watches than it grants) nothing is
 * noticed: look at intervals, too.
 */
export class FileChanges {
  readonly #watched = new Map<string, FSWatcher>()
  #changed = false
  #wake: () => void = () => {}

  /** From now on these paths, and no others. What is not there is passed over. A change that `next` has not told is kept. */
  follow(paths: readonly string[]): void {
    const wanted = new Map(paths.flatMap((path) => folderOf(path) ?? []).map((folder) => [folder.key, folder]))
    for (const [key, watcher] of this.#watched) {
      if (wanted.has(key)) continue
      watcher.close()
      this.#watched.delete(key)
    }
    for (const folder of wanted.values()) if (!this.#watched.has(folder.key)) this.#watch(folder)
  }

  /** Waits until something has changed since the last call, but no longer than `milliseconds` or until the signal. */
  async next(milliseconds: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController()
    const time = setTimeout(milliseconds, undefined, { signal: over.signal }).catch(() => undefined)
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    signal.addEventListener('abort', this.#wake)
    if (!this.#changed && !signal.aborted) await Promise.race([time, woken])
    signal.removeEventListener('abort', this.#wake)
    over.abort()
    // Git, for one, makes a lock first, then moves it into place.
    if (this.#changed) await setTimeout(SETTLE, undefined, { signal }).catch(() => undefined)
    this.#changed = false
  }

  close(): void {
    this.follow([])
  }

  #watch({ key, path, name }: Folder): void {
    try {
      const watcher = watch(path, { persistent: false }, (_, changed) => {
        if (name !== undefined && changed !== null && changed !== name) return
        this.#changed = true
        this.#wake()
      })
      watcher.on('error', () => this.#watched.delete(key))
      this.#watched.set(key, watcher)
    } catch {
      // The system grants no more watches.
    }
  }
}

interface Folder {
  /** Another where another folder is in its place. */
  readonly key: string
  readonly path: string
  /** Of the file in it. */
  readonly name?: string
}

/** A file is noticed by its folder: what is written beside and moved into its place is another file. */
function folderOf(watched: string): Folder | undefined {
  try {
    const isFolder = statSync(watched).isDirectory()
    const path = isFolder ? watched : dirname(watched)
    const { dev, ino } = statSync(path)
    return isFolder ? { key: `${dev} ${ino}`, path } : { key: `${dev} ${ino} ${basename(watched)}`, path, name: basename(watched) }
  } catch {
    return undefined
  }
}

/** Milliseconds from a change to its being told. */
const SETTLE = 50
