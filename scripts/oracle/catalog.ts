import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** A device that can be given with `-device`. */
export interface Driver {
  readonly driver: string
  /** As QEMU says it: `PCI`, `usb-bus`, …; empty where it says none. */
  readonly bus: string
}

/** A property as `help` shows it. */
export interface PropertyHelp {
  readonly name: string
  /** `bool`, `uint32`, `OnOffAuto`, `str`, … */
  readonly type: string
  readonly about: string
  readonly default: string | undefined
}

/** What a program says of itself. Answers are kept. */
export class Catalog {
  readonly #program: string
  readonly #name: string
  readonly #known = new Map<string, string>()

  /** @param programs folder; default PATH */
  constructor(name: string, programs?: string) {
    this.#name = name
    this.#program = programs ? join(programs, name) : name
  }

  get program(): string {
    return this.#name
  }

  drivers(): Driver[] {
    return [...this.#ask('-device', 'help').matchAll(/^name "([^"]+)"(?:, bus ([^,\n]+))?/gm)].map(([, driver = '', bus = '']) => ({ driver, bus }))
  }

  properties(driver: string): PropertyHelp[] {
    return readHelp(this.#ask('-device', `${driver},help`))
  }

  machines(): string[] {
    return [...this.#ask('-machine', 'help').matchAll(/^(\S+) .*/gm)].map(([, name = '']) => name).filter((name) => name !== 'Supported' && name !== 'none')
  }

  machineOptions(machine: string): PropertyHelp[] {
    return readHelp(this.#ask('-machine', `${machine},help`))
  }

  /** Names of CPU models; some may not be for every machine. */
  models(): string[] {
    return [...this.#ask('-cpu', 'help').matchAll(/^(?:x86|PowerPC|s390) +(\S+)|^ {2}([a-z][\w.-]*) *(?:\(.*)?$|^([a-z][\w-]*)$/gm)].map(
      ([, a, b, c]) => a ?? b ?? c ?? '',
    )
  }

  #ask(option: string, value: string): string {
    const key = `${option} ${value}`
    let text = this.#known.get(key)
    if (text === undefined) {
      text = attempt(() => execFileSync(this.#program, [option, value], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 24 }))
      this.#known.set(key, text)
    }
    return text
  }
}

/** What a program that fails had printed. */
function attempt(run: () => string): string {
  try {
    return run()
  } catch (error) {
    const { stdout } = error as { stdout?: unknown }
    if (typeof stdout !== 'string') throw error
    return stdout
  }
}

function readHelp(text: string): PropertyHelp[] {
  return [...text.matchAll(/^ {2}([\w.\-[\]]+)=<(.+?)>(?= |$)(?: +- +(.*))?$/gm)].map(([, name = '', type = '', about = '']) => ({
    name,
    type,
    about,
    default: /\(default: "?(.*?)"?\)$/.exec(about)?.[1],
  }))
}
