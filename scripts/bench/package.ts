import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../lib/places.mjs'

const TURNS = 20
const POWER = ['kvm=hv cpu=power9 linux=5.15 qemu=7.2', 'kvm=pr cpu=power9 linux=5.15 qemu=7.2']
const Q35 = 'qemu-system-x86_64 -M pc-q35-6.2 -m 2G -device virtio-net-pci,netdev=n -netdev user,id=n'

/** What is asked, and what it is measured against: a program that does nothing. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  'an empty script': ['nothing'],
  "the README's question": ['canimigrate', 'check', '--from', POWER[0] as string, '--to', POWER[1] as string, '--guest', 'uses=scv'],
  'two command lines': ['canimigrate', 'check', '--from-cmdline', Q35, '--to-cmdline', Q35, '--from-host', 'qemu=7.2', '--to-host', 'qemu=8.1'],
  '--version': ['canimigrate', '--version'],
}

/** `npx` in an empty project with the packed package, whole process: at first, and in turns with one that does nothing. */
export async function packageBench(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'canimigrate-bench-'))
  try {
    const project = installed(folder)
    const first = timed(ASKED["the README's question"] as readonly string[], project)
    const times = new Map(Object.keys(ASKED).map((name) => [name, [] as number[]]))
    for (let turn = 0; turn < TURNS; turn++) for (const [name, words] of Object.entries(ASKED)) times.get(name)?.push(timed(words, project))
    const nothing = median(times.get('an empty script') as number[])
    console.log(`npx, median of ${TURNS} turns (least to most), Node ${process.versions.node}`)
    for (const [name, all] of times) {
      const middle = median(all)
      console.log(
        `  ${name.padEnd(24)}${shown(middle)}  (${shown(Math.min(...all))} to ${shown(Math.max(...all))})  ${(middle / nothing).toFixed(2)} of an empty script`,
      )
    }
    console.log(`  ${"the README's question".padEnd(24)}${shown(first)}  the first time after it was installed`)
    return true
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A project with the package in it, and with a program that does nothing. */
function installed(folder: string): string {
  execFileSync('npm', ['pack', '--pack-destination', folder], { cwd: ROOT, stdio: 'ignore' })
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string
  const project = join(folder, 'project')
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{"private": true}')
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, archive)], { cwd: project, stdio: 'ignore' })
  const script = join(project, 'node_modules', 'nothing.js')
  writeFileSync(script, '#!/usr/bin/env node\n')
  chmodSync(script, 0o755)
  symlinkSync('../nothing.js', join(project, 'node_modules', '.bin', 'nothing'))
  return project
}

/** Milliseconds. An answer that is no `yes` has an exit status of its own. */
function timed(words: readonly string[], cwd: string): number {
  const from = performance.now()
  try {
    execFileSync('npx', words, { cwd, stdio: 'ignore' })
  } catch (error) {
    if (![1, 3, 4].includes((error as { status?: number }).status ?? 0)) throw error
  }
  return performance.now() - from
}

function median(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] as number
}

function shown(milliseconds: number): string {
  return `${Math.round(milliseconds)} ms`
}
