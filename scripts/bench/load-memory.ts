import { execFileSync } from 'node:child_process'

/** What a server held at one time. */
export interface Sample {
  /** Since the first sample. */
  readonly seconds: number
  /** Resident memory of a process and its descendants, in MiB. */
  readonly resident: number
  /** Of the process that serves, what it says of itself: its JavaScript heap in use, and memory outside of it. In MiB. */
  readonly heap: number
  readonly external: number
}

/**
 * Looks at the memory of a server until it is told to end.
 * @param pid of the process that stands for the server
 * @param url of its site
 * @param every seconds
 * @returns ends it, and gives what was seen
 */
export function watchMemory(pid: number, url: string, every: number): () => Promise<Sample[]> {
  const samples: Sample[] = []
  const began = performance.now()
  const look = async () => {
    const text = await fetch(`${url}/metrics`).then((response) => response.text())
    const metric = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN) / MEBI
    const resident = residentOf(pid)
    samples.push({
      seconds: (performance.now() - began) / 1000,
      resident,
      heap: metric('nodejs_heap_size_used_bytes'),
      external: metric('nodejs_external_memory_bytes'),
    })
  }
  let looking = look()
  const timer = setInterval(() => (looking = looking.catch(() => undefined).then(look)), every * 1000)
  return async () => {
    clearInterval(timer)
    await looking
    await look()
    return samples
  }
}

/** MiB per hour by which memory grows, as a straight line through all samples has it (least squares). */
export function growthOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) => samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length
  const [time, memory] = [mean(({ seconds }) => seconds), mean(({ resident }) => resident)]
  const [above, below] = [mean((one) => (one.seconds - time) * (one.resident - memory)), mean((one) => (one.seconds - time) ** 2)]
  return below === 0 ? 0 : (above / below) * 3600
}

const MEBI = 2 ** 20

/** Of a process and all below it, in MiB. */
function residentOf(pid: number): number {
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,rss='], { encoding: 'utf8', maxBuffer: 16 * MEBI })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number])
  const within = (parent: number): number => rows.filter(([, of]) => of === parent).reduce((sum, [child, , size]) => sum + size + within(child), 0)
  return ((rows.find(([one]) => one === pid)?.[2] ?? 0) + within(pid)) / 1024
}
