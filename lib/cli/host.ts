import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, open, readFile, readdir } from 'node:fs/promises'
import { arch, hostname, machine, release, type as kernelOf, version } from 'node:os'
import { join } from 'node:path'
import { type ReadOptions, parseHostReport, withHost } from '../input/index.ts'
import { EMPTY_PROFILE, type Profile } from '../model/index.ts'

/** Time that a program is given to say its version, in milliseconds. */
const PATIENCE = 10_000
/** Characters of /proc/cpuinfo that hold the first CPU. */
const FIRST_CPU = 8192

/**
 * The profile of the host this runs on, as far as it can be told: kernel, CPU, QEMU, libvirt, Xen, and whether KVM can be used. Nothing is changed, and what
 * does not answer is left out.
 */
export async function probeHost(options: ReadOptions): Promise<Profile> {
  const name = 'this host'
  const [qemus, cpu, libvirt, xen, kvm] = await Promise.all([versionsOfQemu(), textOf('/proc/cpuinfo'), versionOfLibvirt(), versionOfXen(), kvmFacts()])
  const own = qemus.find((one) => one.program === `qemu-system-${machine().replace(/^ppc64le$/, 'ppc64')}` || /^(qemu-)?kvm$/.test(one.program)) ?? qemus[0]
  const others = qemus.filter(({ text }) => own && text !== own.text)
  const text = [
    kernelOf() === 'Linux' ? `Linux ${hostname()} ${release()} ${version()} ${machine() || arch()} GNU/Linux` : '',
    own?.text ?? '',
    libvirt,
    xen,
    cpu.slice(0, FIRST_CPU),
  ]
  const told = parseHostReport(text.filter(Boolean).join('\n'), { ...options, name })
  const accel = told.facts.accel ?? kvm.accel ?? (own ? 'tcg' : undefined)
  const facts = { ...(accel ? { accel } : {}), ...(accel === 'kvm' && kvm.flavour ? { kvm: kvm.flavour } : {}) }
  const profile = withHost({ ...EMPTY_PROFILE, facts, places: Object.fromEntries(Object.keys(facts).map((key) => [key, `${name}, /dev/kvm`])) }, told)
  const unsure = [
    ...others.map((one) => `${one.program}: ${one.text}`),
    ...(cpu !== '' && told.facts.cpu === undefined
      ? [`/proc/cpuinfo: ${/^(?:model name|cpu|Processor)\s*:\s*(.*)$/m.exec(cpu)?.[1] ?? 'a CPU without a name'}`]
      : []),
  ]
  return { ...profile, 'not-understood': [...profile['not-understood'], ...unsure] }
}

/** Every QEMU in the path, with the line that says its version. */
async function versionsOfQemu(): Promise<{ program: string; text: string }[]> {
  const folders = [...new Set([...(process.env.PATH ?? '').split(':'), '/usr/libexec'])].filter(Boolean)
  const found = new Map<string, string>()
  for (const folder of folders) {
    for (const file of await readdir(folder).catch(() => []))
      if (/^(qemu-system-[a-z0-9_]+|qemu-kvm|kvm)$/.test(file) && !found.has(file)) found.set(file, join(folder, file))
  }
  const answers = await Promise.all(
    [...found].map(async ([program, path]) => ({ program, text: /^QEMU emulator version .*$/m.exec(await said(path, ['--version']))?.[0] ?? '' })),
  )
  return answers.filter(({ text }) => text !== '').sort((a, b) => (a.program < b.program ? -1 : 1))
}

async function versionOfLibvirt(): Promise<string> {
  const text = await said('virsh', ['-r', '-c', 'qemu:///system', 'version'])
  return /^Using library: libvirt .*$/m.exec(text)?.[0] ?? ''
}

/** What `xl info` says, or what the kernel knows of the Xen below it. */
async function versionOfXen(): Promise<string> {
  if ((await textOf('/sys/hypervisor/type')).trim() !== 'xen') return ''
  const [major, minor, extra] = await Promise.all(['major', 'minor', 'extra'].map((part) => textOf(`/sys/hypervisor/version/${part}`)))
  return major ? `xen_major : ${major.trim()}\nxen_minor : ${minor?.trim()}\nxen_extra : ${extra?.trim()}` : said('xl', ['info'])
}

/** Whether this user can use KVM, and on POWER which flavour of it there is. */
async function kvmFacts(): Promise<{ accel?: 'kvm'; flavour?: string }> {
  const file = await open('/dev/kvm', constants.O_RDWR).catch(() => undefined)
  await file?.close()
  if (!file) return {}
  const [hv, pr] = await Promise.all(
    ['hv', 'pr'].map((one) =>
      access(`/sys/module/kvm_${one}`).then(
        () => true,
        () => false,
      ),
    ),
  )
  // QEMU takes HV where both are there.
  return { accel: 'kvm', ...(hv ? { flavour: 'hv' } : pr ? { flavour: 'pr' } : {}) }
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}

/** What a program says; nothing if it is not there, fails, or takes too long. */
function said(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, [...words], { timeout: PATIENCE, killSignal: 'SIGKILL', env: { ...process.env, LC_ALL: 'C' } }, (error, stdout) =>
      resolve(error ? '' : stdout),
    )
  })
}
