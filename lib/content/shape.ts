import type { z } from 'zod'
import type { DataPath } from './positions.ts'

/**
 * The schema that applies to the part of `data` at `path`, through optional values, lists, records and unions chosen by a key.
 * @returns undefined where the schema says nothing of that part
 */
export function schemaAt(schema: z.ZodType, path: DataPath, data: unknown): z.ZodType | undefined {
  let current = resolve(schema, data)
  let value = data
  for (const step of path) {
    if (!current) return undefined
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined
    const def = definition(current)
    const next = def.type === 'object' ? def.shape?.[String(step)] : def.type === 'array' ? def.element : def.type === 'record' ? def.valueType : undefined
    current = next && resolve(next, value)
  }
  return current
}

/** The keys of an object schema; undefined for any other. */
export function keysOf(schema: z.ZodType): string[] | undefined {
  const { shape } = definition(schema)
  return shape && Object.keys(shape)
}

/** The words that a key of an object schema can have, if it is a list of words. */
export function wordsOf(schema: z.ZodType, key: string): string[] {
  const part = definition(schema).shape?.[key]
  return part ? Object.keys(definition(part).entries ?? {}) : []
}

/** What a schema accepts, in a few words. */
export function describe(schema: z.ZodType | undefined): string {
  const def = schema && definition(unwrap(schema))
  if (!def) return 'nothing'
  switch (def.type) {
    case 'string':
      return 'text'
    case 'object':
    case 'record':
      return 'a mapping'
    case 'array':
      return 'a list'
    case 'boolean':
      return 'true or false'
    case 'number':
      return 'a number'
    case 'enum':
      return Object.keys(def.entries ?? {}).join(', ')
    case 'literal':
      return (def.values ?? []).join(', ')
    case 'union':
      return def.discriminator ? `a mapping with \`${def.discriminator}\`` : [...new Set((def.options ?? []).map(describe))].join(' or ')
    default:
      return 'a value'
  }
}

/** Parts of zod's definitions that are read here. */
interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly element?: z.ZodType
  readonly valueType?: z.ZodType
  readonly innerType?: z.ZodType
  readonly out?: z.ZodType
  readonly getter?: () => z.ZodType
  readonly options?: readonly z.ZodType[]
  readonly discriminator?: string
  readonly entries?: Readonly<Record<string, unknown>>
  readonly values?: readonly unknown[]
}

function definition(schema: z.ZodType): Definition {
  return schema.def as unknown as Definition
}

function unwrap(schema: z.ZodType): z.ZodType {
  const def = definition(schema)
  const inner = def.innerType ?? (def.type === 'pipe' ? def.out : undefined) ?? def.getter?.()
  return inner ? unwrap(inner) : schema
}

function resolve(schema: z.ZodType, data: unknown): z.ZodType | undefined {
  const plain = unwrap(schema)
  const { type, options, discriminator } = definition(plain)
  if (type !== 'union' || !options || !discriminator || typeof data !== 'object' || data === null) return plain
  const word = (data as Record<string, unknown>)[discriminator]
  const found = options.find((option) => {
    const key = definition(unwrap(option)).shape?.[discriminator]
    return key !== undefined && (definition(key).values ?? []).includes(word)
  })
  return found ? resolve(found, data) : plain
}
