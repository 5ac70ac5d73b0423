/**
 * Writes content/rules/x86/cpu-models.md: the x86 CPU models that a QEMU has, as it expands them itself.
 * Usage: npx tsx scripts/mine/x86-cpus.ts [path of qemu-system-x86_64]
 * Asks by QMP (query-cpu-definitions, query-cpu-model-expansion) with no accelerator's limits applied; needs QEMU 2.10 or later.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const binary = process.argv[2] ?? 'qemu-system-x86_64'
const TARGET = new URL('../../content/rules/x86/cpu-models.md', import.meta.url)

interface Definition {
  readonly name: string
  readonly 'alias-of'?: string
}

interface Model {
  readonly names: string[]
  readonly words: ReadonlySet<string>
  readonly values: Record<string, string>
}

const definitions = ask<Definition[]>([{ execute: 'query-cpu-definitions' }])[0] as Definition[]
const expansions = ask<{ model: { props: Record<string, unknown> } }>(
  definitions.map(({ name }) => ({ execute: 'query-cpu-model-expansion', arguments: { type: 'full', model: { name } } })),
)
const flags = flagNames()
const models = collect()
const sets = shared(models)
writeFileSync(TARGET, record())

/** The answers to a list of QMP commands. @throws Error if one is an error */
function ask<T>(commands: readonly object[]): T[] {
  const input = [{ execute: 'qmp_capabilities' }, ...commands, { execute: 'quit' }].map((command) => JSON.stringify(command)).join('\n')
  const { stdout, stderr } = spawnSync(binary, ['-M', 'none', '-nodefaults', '-display', 'none', '-qmp', 'stdio'], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  const messages = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  const bad = messages.find((message) => message.error)
  if (bad || messages.length === 0) throw new Error(bad ? bad.error.desc : `${binary} did not answer: ${stderr}`)
  return messages
    .filter((message) => 'return' in message)
    .slice(1, 1 + commands.length)
    .map((message) => message.return)
}

/** The names of CPUID features, in the spelling that `-cpu help` prints. */
function flagNames(): ReadonlySet<string> {
  const { stdout } = spawnSync(binary, ['-cpu', 'help'], { encoding: 'utf8' })
  return new Set((stdout.split('Recognized CPUID flags:')[1] ?? '').split(/\s+/).filter(Boolean))
}

/** Each model once, with the names that are short for it. */
function collect(): Model[] {
  const found = new Map<string, Model>()
  definitions.forEach((definition, index) => {
    // What these give depends on the accelerator: rules/x86/cpu says it.
    if (definition.name === 'host' || definition.name === 'max') return
    const key = definition['alias-of'] ?? definition.name
    const props = expansions[index]?.model.props ?? {}
    const model = found.get(key) ?? found.set(key, { names: [], words: wordsOf(props), values: valuesOf(props) }).get(key)
    model?.names.push(definition.name)
  })
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, model]) => ({ ...model, names: model.names.sort() }))
}

function wordsOf(props: Record<string, unknown>): ReadonlySet<string> {
  return new Set(Object.keys(props).filter((name) => props[name] === true && flags.has(name)))
}

function valuesOf(props: Record<string, unknown>): Record<string, string> {
  const plain = (value: unknown): string => (value === true ? 'on' : value === false ? 'off' : String(value))
  return Object.fromEntries(['vendor', 'family', 'model', 'stepping', 'level', 'xlevel', 'legacy-cache', 'pmu'].map((name) => [name, plain(props[name])]))
}

/** Sets of words that many models have, found greedily: the intersection of two models' words that saves most, again and again. */
function shared(all: readonly Model[]): string[][] {
  const rest = all.map(({ words }) => new Set(words))
  const chosen: string[][] = []
  for (;;) {
    let best: { words: string[]; saved: number } = { words: [], saved: 0 }
    for (let i = 0; i < rest.length; i++)
      for (let j = 0; j < i; j++) {
        const words = [...(rest[i] as Set<string>)].filter((word) => rest[j]?.has(word))
        const length = words.join(' ').length
        const users = rest.filter((one) => words.every((word) => one.has(word))).length
        const saved = (length - 6) * (users - 1)
        if (saved > best.saved) best = { words, saved }
      }
    if (best.saved < 150) return chosen
    chosen.push(best.words.sort())
    for (const one of rest) if (best.words.every((word) => one.has(word))) for (const word of best.words) one.delete(word)
  }
}

function record(): string {
  const version = spawnSync(binary, ['--version'], { encoding: 'utf8' }).stdout.match(/version (\d+\.\d+)/)?.[1] ?? ''
  const evidence = `{kind: test, what: "QEMU ${version}: query-cpu-model-expansion (full) of every name in query-cpu-definitions", outcome: "the lists below, written by scripts/mine/x86-cpus.ts", checked: "2026-11-21"}`
  const lines = sets.map((words, index) => `      ${setName(index)}: {default: "${words.join(' ')}", differs: none}`)
  return `---
kind: rule
id: rules/x86/cpu-models
title: What each x86 CPU model of QEMU gives a guest
summary: The CPUID features and identity of every named model, before an accelerator takes out what it cannot give.
parts:
  - class: x86-cpu-words
    kind: cpu
    like: [x86-cpu]
    properties:
${lines.join('\n')}
    closed: {arch: [x86_64, i386], qemu: ">=${version} <${nextMajor(version)}"}
    known: "${[...flags].sort().join(' ')}"
    evidence:
      - ${evidence}
${models.map(classText).join('\n')}
  - class: x86-no-such-model
    kind: cpu
    driver: ["*"]
    if: {arch: [x86_64, i386], qemu: ">=${version} <${nextMajor(version)}"}
    section: cpu
    refuses: [{id: no-such-model, stage: start, summary: "QEMU ${version} has no CPU model of this name"}]
    evidence:
      - ${evidence}
---

Written by \`scripts/mine/x86-cpus.ts\`, which asks a QEMU; what follows from a difference is in \`rules/x86/cpu\`. Sets of words that many models
share stand at the top. A name without a version is what it stands for on the versioned machine types.
`
}

function classText({ names, words, values }: Model): string {
  const rest = new Set(words)
  const used: string[] = []
  sets.forEach((set, index) => {
    if (!set.every((word) => rest.has(word))) return
    used.push(`{${setName(index)}}`)
    for (const word of set) rest.delete(word)
  })
  const features = [...used, ...[...rest].sort()].join(' ')
  const key = (names.find((name) => /-v\d+$/.test(name)) ?? (names[0] as string)).toLowerCase().replaceAll('_', '-')
  const drivers = names.map((name) => (/^[A-Za-z][\w-]*$/.test(name) ? name : `"${name}"`))
  const arches = names.includes('base') ? 'if: {arch: [x86_64, i386]}, ' : ''
  const own: Record<string, string> = values['legacy-cache'] === 'off' ? { ...values, 'own-cache': 'on' } : values
  const defaults = Object.entries(own)
    .filter(([name, value]) => !(name === 'legacy-cache' && value === 'on') && !(name === 'pmu' && value === 'off'))
    .map(([name, value]) => `${name}: "${value}"`)
  const data = `kind: cpu, like: [x86-cpu-words], defaults: {${defaults.join(', ')}, features: "${features}"}`
  const standsIn = names.includes('qemu64') ? 'x86_64' : names.includes('qemu32') ? 'i386' : undefined
  return [
    `  - {class: x86-${key}, driver: [${drivers.join(', ')}], ${arches}${data}}`,
    ...(standsIn ? [`  - {class: x86-default-${standsIn.replace('_', '-')}, driver: ["(default)"], if: {arch: ${standsIn}}, ${data}}`] : []),
  ].join('\n')
}

/** The first release of the next major version; the script is for the last minor of one. */
function nextMajor(version: string): string {
  return `${Number(version.split('.')[0]) + 1}.0`
}

function setName(index: number): string {
  return `set${index + 1}`
}
