import { type Context, addPart, setOption } from './context.ts'
import type { Element } from './xml.ts'

/** Tables of SMBIOS by the elements of <sysinfo>. */
const TABLES: Readonly<Record<string, string>> = { bios: '0', system: '1', baseBoard: '2', chassis: '3', oemStrings: '11' }

/** Takes <os> but for the machine: firmware, kernel, boot order, which libvirt gives to each device. */
export function readBoot(context: Context, os: Element | undefined): void {
  if (!os) return
  // The choice of a firmware is made when the domain starts; then <loader> names it.
  if (os.child('loader')) os.ignore('@firmware', 'firmware')
  const loader = os.child('loader')
  loader?.ignore('@stateless', '@format')
  const nvram = os.child('nvram')
  nvram?.ignore('@template', '@templateFormat', '@format', '@type', 'source')
  const file = loader?.text
  if (file !== undefined) {
    if (loader?.attribute('type') === 'pflash')
      addPart(context, 'drive', 'pflash', { file, unit: '0', readonly: loader.attribute('readonly') === 'yes' ? 'on' : undefined })
    else addPart(context, 'bios', 'bios', { file })
    loader?.ignore('@readonly')
    if (loader?.attribute('secure') === 'yes') addPart(context, 'global', 'cfi.pflash01', { secure: 'on' })
  }
  if (nvram?.text) addPart(context, 'drive', 'pflash', { file: nvram.text, unit: '1' })
  for (const [name, kind] of [
    ['kernel', 'kernel'],
    ['initrd', 'initrd'],
    ['dtb', 'dtb'],
    ['shim', 'shim'],
  ] as const) {
    const path = os.textOf(name)
    if (path) addPart(context, kind, kind, { file: path })
  }
  const append = os.textOf('cmdline')
  if (append) context.sheet.replace('append', append, `${context.sheet.name}, <os/cmdline>`)
  for (const [index, boot] of os.all('boot').entries()) context.boot.set(boot.attribute('dev') ?? '', index + 1)
  const menu = os.child('bootmenu')
  const bios = os.child('bios')
  const options = {
    menu: menu?.attribute('enable') === undefined ? undefined : menu.attribute('enable') === 'yes' ? 'on' : 'off',
    strict: context.accel === 'kvm' || context.accel === 'tcg' ? 'on' : undefined,
    'splash-time': menu?.attribute('timeout'),
    'reboot-timeout': bios?.attribute('rebootTimeout'),
  }
  if (Object.values(options).some((value) => value !== undefined)) addPart(context, 'boot', 'boot', options)
  const tables = os.child('acpi')?.all('table') ?? []
  for (const table of tables) addPart(context, 'acpitable', 'acpitable', { sig: table.attribute('type'), file: table.text })
}

/** Takes <sysinfo>: what firmware tells the guest of itself. */
export function readSysinfo(context: Context, domain: Element): void {
  const wanted = domain.child('os')?.of('smbios', 'mode')
  for (const info of domain.all('sysinfo')) {
    if (info.attribute('type') === 'fwcfg')
      for (const entry of info.all('entry'))
        addPart(context, 'fw_cfg', 'fw_cfg', { name: entry.attribute('name'), string: entry.text, file: entry.attribute('file') })
    // Without a mode they are kept and not shown.
    else if (wanted !== 'sysinfo') info.ignore()
    else
      for (const table of info.children) {
        const number = Object.hasOwn(TABLES, table.name) ? TABLES[table.name] : undefined
        if (!number) context.notUnderstood.push(...table.whole(`sysinfo/${table.name}`))
        else if (number === '11')
          addPart(context, 'smbios', number, {
            value: table
              .all('entry')
              .map((entry) => entry.text ?? '')
              .join(','),
          })
        else addPart(context, 'smbios', number, Object.fromEntries(table.all('entry').map((entry) => [entry.attribute('name') ?? '', entry.text])))
      }
  }
  if (wanted === 'host') context.notUnderstood.push('os/smbios mode=host')
}

/** Takes <clock>: the base of the clock, and what timers there are. */
export function readClock(context: Context, clock: Element | undefined): void {
  if (!clock) return context.accel === 'xen' || context.accel === '' ? undefined : addPart(context, 'rtc', 'rtc', { base: 'utc' })
  const offset = clock.attribute('offset') ?? 'utc'
  clock.ignore('@adjustment', '@basis', '@timezone', '@start')
  const timers = clock.all('timer')
  const rtc = timers.find((timer) => timer.attribute('name') === 'rtc')
  const base = offset === 'localtime' || clock.attribute('basis') === 'localtime' ? 'localtime' : offset === 'utc' ? 'utc' : undefined
  const track = rtc?.attribute('track')
  addPart(context, 'rtc', 'rtc', {
    base,
    clock: track === 'guest' ? 'vm' : track === 'wall' ? 'host' : undefined,
    driftfix: rtc?.attribute('tickpolicy') === 'catchup' ? 'slew' : undefined,
  })
  for (const timer of timers) readTimer(context, timer)
}

function readTimer(context: Context, timer: Element): void {
  const name = timer.attribute('name')
  const present = timer.attribute('present')
  const policy = timer.attribute('tickpolicy')
  const { cpuWords } = context
  switch (name) {
    case 'rtc':
      timer.child('catchup')?.ignore()
      return
    case 'pit':
      if (policy) addPart(context, 'global', 'kvm-pit', { lost_tick_policy: policy === 'catchup' ? 'discard' : policy })
      return
    case 'hpet':
      if (present && !setOption(context, 'hpet', present === 'yes' ? 'on' : 'off', 'clock/timer'))
        context.notUnderstood.push(`clock/timer name=hpet present=${present}`)
      return
    case 'kvmclock':
      if (present) cpuWords.push(`kvmclock=${present === 'yes' ? 'on' : 'off'}`)
      return
    case 'hypervclock':
      if (present === 'yes') cpuWords.push('hv-time=on')
      return
    case 'armvtimer':
      cpuWords.push(`kvm-no-adjvtime=${policy === 'discard' ? 'off' : 'on'}`)
      return
    case 'tsc': {
      const frequency = timer.attribute('frequency')
      const mode = timer.attribute('mode')
      if (mode && context.accel === 'xen') addPart(context, 'hvm', 'hvm', { tsc_mode: mode })
      if (frequency) cpuWords.push(`tsc-frequency=${frequency}`)
      return
    }
    default:
      context.notUnderstood.push(...timer.whole('clock/timer'))
  }
}

/** Takes <pm>: whether the guest may sleep. */
export function readPower(context: Context, pm: Element | undefined): void {
  for (const [element, property] of [
    ['suspend-to-mem', 'disable_s3'],
    ['suspend-to-disk', 'disable_s4'],
  ] as const) {
    const enabled = pm?.of(element, 'enabled')
    if (enabled) addPart(context, 'global', context.express ? 'ICH9-LPC' : 'PIIX4_PM', { [property]: enabled === 'yes' ? '0' : '1' })
  }
}
