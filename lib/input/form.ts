import { isHostReport } from './host/report.ts'
import { isXlConfig } from './xen/xl.ts'

/** What a text can be. */
export type TextForm = 'command line' | 'libvirt document' | 'document' | 'xl configuration' | 'host report' | 'facts'

/** What a text is, by how it looks; facts if it looks like nothing else. */
export function formOfText(text: string): TextForm {
  const start = text.trimStart()
  const head = start.slice(0, LONGEST_ENVIRONMENT)
  if (isHostReport(head) && !/\s-(?:M|machine|m|smp|device|accel|cpu)\s/.test(head)) return 'host report'
  // A log has the environment before the program, a mail a prompt.
  if (/^[^<{]*(^|[\s/])(qemu-system-[a-z0-9_]+|qemu-kvm)(\s|$)/.test(head)) return 'command line'
  if (start.startsWith('<')) return 'libvirt document'
  if (start.startsWith('{') || start.startsWith('[')) return 'document'
  if (/^(\S*\/)?(qemu-system-\S+|qemu-kvm|kvm)(\s|$)/.test(start)) return 'command line'
  if (isXlConfig(start)) return 'xl configuration'
  return /^(?:#.*\n|\s*\n)*(?:---\s*\n|[A-Za-z][\w.-]*:(?:\s|$))/.test(start) ? 'document' : 'facts'
}

/** Characters of a pasted text in which a program's name is looked for. */
const LONGEST_ENVIRONMENT = 8192

/** Whether `text` names a file, by its ending: `host.yaml`, `vm.xml`, `vm.cfg`. */
export function isFileName(text: string): boolean {
  return !/\s/.test(text.trim()) && !text.includes('=') && ENDINGS.has(endingOf(text))
}

const ENDINGS: ReadonlySet<string> = new Set('json ndjson xml yaml yml cmd args cfg xl hvm txt log info qmp sh'.split(' '))

/** The part of a file's name after its last dot. */
export function endingOf(fileName: string): string {
  return /\.([a-z]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
}
