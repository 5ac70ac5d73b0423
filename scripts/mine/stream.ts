import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Machine, sleep, withMachine } from '../oracle/machine.ts'
import { QmpError } from '../oracle/qmp.ts'

/** What a machine sends when it is migrated before its first instruction. */
export interface Stream {
  /** Names of the device sections with their instance, as the description at the stream's end has them. */
  readonly sections: readonly string[]
  /** RAM blocks with their size in bytes. */
  readonly blocks: readonly string[]
  /** Why it cannot be migrated. */
  readonly blocked: string | undefined
  /** What `info pci` prints. */
  readonly pci: readonly string[]
}

/** Starts a machine and has it migrate into a file. @throws RefusedToStart */
export function readStream(cmdline: readonly string[], programs?: string): Promise<Stream> {
  return withMachine(cmdline, { programs }, async (machine) => {
    const blocks = await machine.qmp.human('info ramblock')
    const pci = await machine.qmp.human('info pci').catch(() => '')
    const description = await describe(machine)
    return {
      sections: typeof description === 'string' ? [] : description.devices.map(({ name, instance_id }) => `${name} ${instance_id}`),
      blocks: [...blocks.matchAll(/^ *(\S+) +\d+ \w+ +0x[0-9a-f]+ +(0x[0-9a-f]+)/gm)].map(([, name, size]) => `${name} ${Number(size)}`),
      blocked: typeof description === 'string' ? description : undefined,
      pci: pci.split('\n').map((line) => line.trim()),
    }
  })
}

interface Description {
  devices: { name: string; instance_id: number }[]
}

/** The description that ends the stream, or why there is none. */
async function describe({ qmp }: Machine): Promise<Description | string> {
  const file = join(tmpdir(), `mine-${process.pid}-${++count}`)
  try {
    await qmp.run('migrate', { uri: `exec:cat > ${file}` })
    for (;;) {
      const { status } = (await qmp.run('query-migrate')) as { status?: string }
      if (status === 'completed') break
      if (status === 'failed') return 'failed'
      await sleep(0.01)
    }
    const bytes = readFileSync(file)
    const at = bytes.lastIndexOf('{"configuration"')
    const start = at < 0 ? bytes.lastIndexOf('{"page_size"') : at
    // The description's type and length stand before it.
    const length = bytes.readUInt32BE(start - 4)
    return JSON.parse(bytes.toString('utf8', start, start + length))
  } catch (error) {
    if (error instanceof QmpError) return error.message
    throw error
  } finally {
    rmSync(file, { force: true })
  }
}

let count = 0
