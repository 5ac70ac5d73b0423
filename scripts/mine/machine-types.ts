// Lists QEMU's versioned machine types, what their aliases stand for, and their compat properties, release by release, from a bare clone of QEMU.
import { parseArgs } from 'node:util'
import { mineMachines } from './qemu-machines/mine.ts'

const USAGE = `usage: node --import tsx scripts/mine/machine-types.ts CLONE [--what types|aliases|compat|arrays]
Prints a line of JSON per machine type (target, name, since when it is there, deprecated and gone), alias, compat property or array of them.`

const { values, positionals } = parseArgs({ allowPositionals: true, options: { what: { type: 'string', default: 'types' } } })
const [dir] = positionals
if (!dir || !['types', 'aliases', 'compat', 'arrays'].includes(values.what)) {
  console.error(USAGE)
  process.exit(2)
}
for (const line of mineMachines(dir)[values.what as 'types' | 'aliases' | 'compat' | 'arrays']) console.log(JSON.stringify(line))
