import { PART_OPTIONS } from './part-options.ts'
import { readOptionString } from './option-string.ts'
import { bytesOf } from './size.ts'

/**
 * What of an option no QEMU reads: a name that is none, or is missing, a size, a number or a UUID that is none.
 * @param name how messages call the input
 * @returns none, or what is wrong, as it is said: `id=1a of -netdev`
 * @throws InputError for JSON that is none
 */
export function malformedIn(option: string, text: string, name: string): readonly string[] {
  if (option === '-m') return wrongValues(option, text, 'size', name)
  if (option === '-smp') return wrongValues(option, text, 'cpus', name)
  if (option === '-uuid') return UUID.test(text) ? [] : [`${text} of -uuid`]
  if (option === '-set') return SETTING.test(text) ? [] : [`-set ${text}`]
  const named = NAMED[option]
  if (!named || text === 'help' || text === '?') return []
  const given = new Map(readOptionString(text, PART_OPTIONS[option]?.implied ?? PART_OPTIONS[option]?.key, name))
  if (given.has('help') || [...given.values()].includes('help')) return []
  // Of a device in JSON, and of sound, nothing is asked.
  const asked = named.filter((key) => key !== 'id' || !(option === '-audiodev' || (text.startsWith('{') && LAX.has(option))))
  const wrong = asked.filter((key) => given.has(key) && !isName(given.get(key) as string, key)).map((key) => `${key}=${given.get(key)} of ${option}`)
  const needed = NEEDED[option]
  return needed !== undefined && !given.has(needed) ? [...wrong, `${option} without ${needed}=`] : wrong
}

/** Source: util/uuid.c, qemu_uuid_parse; util/qemu-config.c, qemu_set_option */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const SETTING = /^[^.]+\.[^.]+\.[^=]+=/

/** Names that options take. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  '-device': ['id'],
  '-netdev': ['id'],
  '-chardev': ['id'],
  '-object': ['id'],
  '-fsdev': ['id'],
  '-tpmdev': ['id'],
  '-audiodev': ['id'],
  '-drive': ['id', 'node-name'],
  '-blockdev': ['node-name'],
}

/** Those that must be there. */
const NEEDED: Readonly<Record<string, string>> = {
  '-netdev': 'id',
  '-chardev': 'id',
  '-object': 'id',
  '-fsdev': 'id',
  '-audiodev': 'id',
  '-blockdev': 'node-name',
}

/** Options whose JSON takes any name. */
const LAX: ReadonlySet<string> = new Set(['-device', '-netdev'])

/** Source: util/id.c, id_wellformed; block.c, bdrv_assign_node_name */
function isName(text: string, key: string): boolean {
  return /^[A-Za-z][A-Za-z0-9._-]*$/.test(text) && (key === 'id' || text.length < 32)
}

/** What of `-m` and `-smp` is no size and no number. */
function wrongValues(option: string, text: string, implied: string, name: string): readonly string[] {
  return readOptionString(text, implied, name)
    .filter(([key, value]) => (SIZES.has(key) ? bytesOf(value) === undefined : NUMBERS.has(key) && !NUMBER.test(value)))
    .map(([key, value]) => `${key === implied ? '' : `${key}=`}${value} of ${option}`)
}

const SIZES: ReadonlySet<string> = new Set(['size', 'maxmem'])
const NUMBERS: ReadonlySet<string> = new Set('slots cpus maxcpus drawers books sockets dies clusters modules cores threads'.split(' '))
const NUMBER = /^[+-]?(0x[0-9a-f]+|\d+)$/i
