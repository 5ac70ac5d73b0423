/** A VM in the making; `write` makes a command line of it. */
export interface Configuration {
  readonly program: string
  readonly machine: string
  readonly machineOptions: Readonly<Record<string, string>>
  /** Model, then what follows commas; empty for the default. */
  readonly cpu: readonly string[]
  readonly smp: string
  readonly memory: string
  readonly devices: readonly Device[]
  readonly globals: readonly string[]
}

export interface Device {
  readonly driver: string
  readonly properties: Readonly<Record<string, string>>
  /** Options that come before it. */
  readonly options: readonly string[]
}

/** The command line, without anything that a person would look at. */
export function write(vm: Configuration): string[] {
  const words = [vm.program, '-nodefaults', '-display', 'none', '-serial', 'none', '-monitor', 'none', '-accel', 'tcg']
  words.push('-m', vm.memory, '-M', [vm.machine, ...list(vm.machineOptions)].join(','))
  if (vm.cpu.length > 0) words.push('-cpu', vm.cpu.join(','))
  if (vm.smp !== '') words.push('-smp', vm.smp)
  for (const global of vm.globals) words.push('-global', global)
  for (const device of vm.devices) words.push(...device.options, '-device', [device.driver, ...list(device.properties)].join(','))
  return words
}

function list(properties: Readonly<Record<string, string>>): string[] {
  return Object.entries(properties).map(([name, value]) => `${name}=${value}`)
}
