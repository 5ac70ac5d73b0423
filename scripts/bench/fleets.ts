import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeUpFleet } from './fleet.ts'
import { measure } from './measure.ts'

/** `fleet [N,N,…]`: the command over made-up fleets of so many hosts, twice as many VMs, without and with the search for baselines. */
export async function fleetBench([sizes = '1000,10000,100000']: readonly string[]): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-fleet-'))
  try {
    console.log('hosts         file MB   seconds   CPU seconds   peak MB')
    for (const hosts of sizes.split(',').map(Number)) {
      const file = join(folder, 'fleet.json')
      writeFileSync(file, JSON.stringify(madeUpFleet({ hosts })))
      for (const more of [['--no-baseline'], []]) {
        const { seconds, cpu, megabytes } = await measure({ words: [process.execPath, BIN, 'fleet', ...more, file], statuses: ANSWERS })
        const cells = [
          (statSync(file).size / 1e6).toFixed(1).padStart(8),
          seconds.toFixed(1).padStart(9),
          cpu.toFixed(1).padStart(13),
          megabytes.toFixed(0).padStart(9),
        ]
        console.log(`${hosts.toLocaleString('en').padEnd(12)} ${cells.join(' ')}   ${more.length > 0 ? 'without baselines' : 'with baselines'}`)
      }
    }
    return true
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** All is well, some upgrade is impossible, or it is not decided. */
const ANSWERS = [0, 1, 4]
const BIN = fileURLToPath(new URL('../../bin/canimigrate.mjs', import.meta.url))
