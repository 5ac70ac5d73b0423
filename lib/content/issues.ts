import { EVENT_NAMES, type Problem, RecordId } from '../model/index.ts'
import type { z } from 'zod'
import { nearest } from '../model/nearest.ts'
import type { DataPath, Positions } from './positions.ts'
import { describe, keysOf, schemaAt, wordsOf } from './shape.ts'

/**
 * What a schema's issues say, as problems at their places: rule `unknown-key`, `bad-id`, `no-evidence` or `schema`.
 * @param file path below `content/`
 * @param raw the data that was checked
 */
export function problemsOf(file: string, issues: readonly z.core.$ZodIssue[], schema: z.ZodType, raw: unknown, positions: Positions): Problem[] {
  const known = new Map<string, Set<string>>()
  const problems: Problem[] = []
  const plain = issues.flatMap((issue) => flatten(issue))
  for (const issue of plain) {
    if (issue.code !== 'unrecognized_keys') continue
    for (const key of issue.keys) {
      const object = schemaAt(schema, issue.path, raw)
      const events = object ? wordsOf(object, 'event') : []
      const keys = [...((object && keysOf(object)) ?? []), ...events]
      const near = nearest(key, keys)
      if (near) explain(known, issue.path, events.includes(near) ? ['event', 'version'] : [near])
      problems.push({
        file,
        ...positions.of([...issue.path, key], 'key'),
        rule: 'unknown-key',
        message: `unknown key \`${key}\`${issue.path.length > 0 ? ` in \`${pathText(issue.path)}\`` : ''}: ${near ? `write \`${near}\`` : `known are ${keys.map((name) => `${name}`).join(', ')}`}`,
        expected: near ?? keys.join(', '),
        actual: key,
      })
    }
  }
  for (const issue of plain) {
    if (issue.code === 'unrecognized_keys') continue
    const actual = at(raw, issue.path)
    // A misspelt key explains the missing one; say it once.
    if (actual === undefined && known.get(pathText(issue.path.slice(0, -1)))?.has(String(issue.path.at(-1)))) continue
    problems.push({ file, ...positions.of(issue.path), ...told(issue, schema, raw, actual, positions.textOf(issue.path)) })
  }
  return problems
}

/** A path as people write it: `support[0].value`; `the record` for the whole. */
export function pathText(path: DataPath): string {
  const text = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
  return text === '' ? 'the record' : text.replace(/^\./, '')
}

/** A value in a few characters, for messages. */
export function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? 'nothing' : JSON.stringify(value)
  const line = text.replace(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}

type Told = Pick<Problem, 'rule' | 'message' | 'expected' | 'actual'>
const ID_PATTERN = (RecordId.def.checks as unknown as { _zod: { def: { pattern: RegExp } } }[])[0]?._zod.def.pattern.toString()

function told(issue: z.core.$ZodIssue, schema: z.ZodType, raw: unknown, actual: unknown, source: string | undefined): Told {
  const name = issue.path.length === 0 ? 'the record' : `\`${pathText(issue.path)}\``
  const part = schemaAt(schema, issue.path, raw)
  const shown = { actual: valueText(source ?? actual) }
  if (issue.path.at(-1) === 'evidence' && (actual === undefined || issue.code === 'too_small')) {
    return {
      rule: 'no-evidence',
      message: `${name} is ${actual === undefined ? 'missing' : 'empty'}: name what was opened, or drop the claim`,
      expected: 'at least one citation',
      ...shown,
    }
  }
  if (issue.code === 'invalid_format' && issue.format === 'regex' && issue.pattern === ID_PATTERN) {
    return { rule: 'bad-id', message: `\`${shown.actual}\` is no id: ${issue.message}`, expected: issue.message, ...shown }
  }
  const expected = expectation(issue, part)
  if (actual === undefined && issue.code !== 'custom') return { rule: 'schema', message: `${name} is missing: add ${expected}`, expected, actual: 'nothing' }
  if (issue.code === 'custom') return { rule: 'schema', message: `${name}: ${issue.message}`, expected: issue.message, ...shown }
  const hint = expected === 'text' && (typeof actual === 'number' || typeof actual === 'boolean') ? `; quote it: "${shown.actual}"` : guess(issue, actual)
  return { rule: 'schema', message: `${name} must be ${expected}, not \`${shown.actual}\`${hint}`, expected, ...shown }
}

function guess(issue: z.core.$ZodIssue, actual: unknown): string {
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : issue.code === 'invalid_union' ? unionWords(issue) : []
  const near = typeof actual === 'string' ? nearest(actual, words) : undefined
  return near ? `; did you mean \`${near}\`?` : ''
}

function expectation(issue: z.core.$ZodIssue, part: z.ZodType | undefined): string {
  switch (issue.code) {
    case 'invalid_type':
      return describe(part)
    case 'invalid_value':
      return choice(issue.values.map(String))
    case 'invalid_union':
      return unionWords(issue).length > 0 ? choice(unionWords(issue)) : part ? describe(part) : alternatives(issue).join(' or ')
    case 'too_small':
      return issue.origin === 'string' ? 'text that is not empty' : `${describe(part)} of at least ${issue.minimum}`
    case 'too_big':
      return `${describe(part)} of at most ${issue.maximum}`
    case 'invalid_format':
      return FORMATS[issue.format] ?? (issue.message.startsWith('Invalid') ? `text that matches \`${issue.pattern ?? issue.format}\`` : issue.message)
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1)
  }
}

const FORMATS: Readonly<Record<string, string>> = { date: 'a date such as 2026-11-21', url: 'an address that begins with https:// or http://' }

function choice(words: readonly string[]): string {
  return words.length === 1 ? (words[0] as string) : `one of ${words.join(', ')}`
}

function unionWords(issue: z.core.$ZodIssueInvalidUnion): string[] {
  return ((issue as { options?: readonly unknown[] }).options ?? []).map(String)
}

/** What the options of a union expect, for one that stands inside another. */
function alternatives(issue: z.core.$ZodIssueInvalidUnion): string[] {
  const names = issue.errors
    .flat()
    .flatMap((inner) => (inner.code === 'invalid_union' ? alternatives(inner) : inner.code === 'invalid_type' ? [TYPES[inner.expected] ?? inner.expected] : []))
  return [...new Set(names)]
}

const TYPES: Readonly<Record<string, string>> = { string: 'text', number: 'a number', boolean: 'true or false', array: 'a list', object: 'a mapping' }

/** Of a union's options, the one that got furthest into the data speaks; none did: the union itself. */
function flatten(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
  const reach = (issues: readonly z.core.$ZodIssue[]): number => Math.max(0, ...issues.map(({ path }) => path.length))
  const best = [...issue.errors].sort((a, b) => reach(b) - reach(a))[0] as readonly z.core.$ZodIssue[]
  if (reach(best) === 0) return [issue]
  return best.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }))
}

function explain(known: Map<string, Set<string>>, path: DataPath, keys: readonly string[]): void {
  const place = pathText(path)
  known.set(place, new Set([...(known.get(place) ?? []), ...keys]))
}

function at(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined
    const held = value as Record<PropertyKey, unknown>
    const short = step === 'version' && !('version' in held) ? EVENT_NAMES.find((name) => name in held) : undefined
    return held[short ?? step]
  }, data)
}
