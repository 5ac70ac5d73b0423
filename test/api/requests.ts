import { type Random, randomOf } from '../../scripts/lib/random.ts'

/** A request that was made up. */
export interface MadeRequest {
  readonly method: string
  /** Below `/api/v1`, encoded, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** The operation that it was made from, and whether it is as its schema has it. */
  readonly template: string
  readonly isValid: boolean
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

export interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: 'path' | 'query'; readonly required?: boolean; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>
}

type Schema = { readonly [key: string]: unknown }

/** Words for parameters of a name, so that some requests find something. */
export type Words = Readonly<Record<string, readonly string[]>>

/** Makes requests from an OpenAPI document: valid ones, and ones that are wrong in one or more ways. The same seed makes the same. */
export function* requestsOf(document: OpenApi, words: Words, seed: number): Generator<MadeRequest, never> {
  const random = randomOf(seed)
  const make = makerOf(document, random, words)
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  for (;;) {
    const { path, method, operation } = random.of(operations)
    const isValid = random.chance(0.4)
    const broken = (chance: number): boolean => !isValid && random.chance(chance)
    let target = path
    const query: [string, string][] = []
    for (const { name, in: where, required, schema } of operation.parameters ?? []) {
      if (where === 'query' && !(required && !broken(0.2)) && random.chance(0.5)) continue
      const value = text(broken(0.4) ? make.wrong(schema) : make.value(schema, name))
      if (where === 'path') target = target.replace(`{${name}}`, segments(value || 'x'))
      else query.push([name, value])
    }
    if (broken(0.1)) query.push([random.of(['extra', '__proto__', 'limit', 'q', '', 'cursor']), make.weird()])
    if (broken(0.05))
      target = random.of(['/nowhere', '/%', '/records/%E0%A4%A', '//', `/${'x'.repeat(9000)}`, '/records/', `/records/${encoded(make.weird())}`])
    const wanted = broken(0.1)
      ? random.of(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])
      : method === 'GET' && random.chance(0.1)
        ? 'HEAD'
        : method
    const headers: Record<string, string> = {}
    if (random.chance(0.3))
      headers.accept = random.of(['*/*', 'application/json', 'application/*;q=0.5, text/html', 'application/x-ndjson, application/json;q=0.1'])
    if (broken(0.15)) headers.accept = random.of(['text/html', 'image/*', 'application/json;q=0', ',,;;', '*/*;q=0', 'x'.repeat(5000)])
    if (random.chance(0.1)) headers['if-none-match'] = random.of(['*', '"x"', 'W/"x", "y"', ',', '"'.repeat(100)])
    const content = Object.entries(operation.requestBody?.content ?? {})[0]
    const made = content && wanted === method ? bodyOf(make, random, content, broken) : undefined
    if (made?.type) headers['content-type'] = made.type
    const search = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
    yield { method: wanted, path: target + (search ? `?${search}` : ''), headers, ...(made ? { body: made.body } : {}), template: `${method} ${path}`, isValid }
  }
}

function bodyOf(
  make: Maker,
  random: Random,
  [type, { schema, example }]: readonly [string, { readonly schema: Schema; readonly example?: unknown }],
  broken: (chance: number) => boolean,
): { readonly type: string; readonly body: string | Uint8Array<ArrayBuffer> } {
  const given = broken(0.1) ? random.of(['text/plain', '', 'application/xml', 'application/json; charset=utf-16', ';', 'multipart/form-data']) : type
  if (type === 'application/x-ndjson') {
    const line = (): string =>
      broken(0.5) ? random.of([make.weird(), '{', '[]', 'null', '{"id": {}}', '{"to": 1}', JSON.stringify({ to: make.weird() })]) : String(example).trim()
    return { type: given, body: Array.from({ length: random.below(4) }, line).join(random.of(['\n', '\r\n', '\n\n'])) }
  }
  if (broken(0.2)) {
    const depth = random.of([10, 5000])
    return {
      type: given,
      body: random.of<string | Uint8Array<ArrayBuffer>>([
        '',
        '{',
        'null',
        '[]',
        '1',
        '"x"',
        make.weird(),
        '['.repeat(depth),
        `${'['.repeat(depth)}${']'.repeat(depth)}`,
        new Uint8Array([0xff, 0xfe, 0x7b]),
      ]),
    }
  }
  const value = random.chance(0.3) && example !== undefined ? example : make.value(schema, 'body')
  return { type: given, body: JSON.stringify(broken(0.7) ? mutated(make, random, value) : value) ?? 'null' }
}

/** The same with one part, somewhere, put wrong, left out, or added. */
function mutated(make: Maker, random: Random, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && random.chance(0.7)) {
    const entries = Object.entries(value)
    if (entries.length === 0 || random.chance(0.2)) return { ...value, [random.of(['extra', '__proto__', 'constructor', 'toString', ''])]: make.any() }
    const [key] = random.of(entries)
    if (random.chance(0.2)) return Object.fromEntries(entries.filter(([name]) => name !== key))
    return Object.fromEntries(entries.map(([name, part]) => [name, name === key ? mutated(make, random, part) : part]))
  }
  return make.any()
}

interface Maker {
  value(schema: Schema, name: string): unknown
  /** Something that most schemas are not for. */
  wrong(schema: Schema): unknown
  any(): unknown
  weird(): string
}

const FACTS = [
  'kvm=hv',
  'kvm=pr',
  'cpu=power9',
  'cpu=power8',
  'linux=5.15',
  'linux=6.1',
  'qemu=7.2',
  'qemu=9.1',
  'machine=pseries-6.2',
  'machine=q35',
  'accel=tcg',
  'arch=x86_64',
  'xen=4.17',
]
const WEIRD = [
  '',
  ' ',
  '\u0000',
  '\u202Eabc',
  '🦊',
  '\ud800',
  '%00',
  '../../etc/passwd',
  "' OR 1=1 --",
  '<script>',
  '${x}',
  '{}',
  'constructor',
  '__proto__',
  'null',
  '-1',
  '1e309',
  'NaN',
  '٣',
  'e\u0301'.repeat(50),
  'a'.repeat(3000),
  '@',
  'x@',
  '/',
  '//',
  '#',
  '\r\nx: y',
]

function makerOf({ components }: OpenApi, random: Random, words: Words): Maker {
  const weird = (): string => random.of(WEIRD)
  const any = (): unknown =>
    random.of<() => unknown>([
      () => null,
      () => random.below(100) - 50,
      () => 1e308,
      () => true,
      weird,
      () => [],
      () => ({}),
      () => [weird()],
      () => ({ [weird()]: weird() }),
      () => 0.5,
    ])()
  const value = (schema: Schema, name: string, depth = 0): unknown => {
    if (typeof schema.$ref === 'string') return value(components.schemas[schema.$ref.split('/').at(-1) as string] as Schema, name, depth)
    const choices = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined
    if (choices) return value(random.of(choices), name, depth)
    if (schema.const !== undefined) return schema.const
    if (Array.isArray(schema.enum)) return random.of(schema.enum)
    const { minimum = 0, maximum = 1000 } = schema as { minimum?: number; maximum?: number }
    switch (schema.type) {
      case 'integer':
      case 'number':
        return random.of([minimum, Math.min(maximum, 1000), minimum + random.below(Math.min(maximum - minimum, 50) + 1)])
      case 'boolean':
        return random.chance(0.5)
      case 'array':
        return depth > 4 ? [] : Array.from({ length: random.below(3) }, () => value((schema.items ?? {}) as Schema, name, depth + 1))
      case 'object': {
        const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>).filter(
          ([key]) => (schema.required as string[] | undefined)?.includes(key) || random.chance(0.4),
        )
        const more =
          schema.additionalProperties && depth < 4 && random.chance(0.7)
            ? { [random.of(['qemu', 'linux', 'a1', 'host'])]: value(schema.additionalProperties as Schema, name, depth + 1) }
            : {}
        return { ...Object.fromEntries(properties.map(([key, part]) => [key, value(part, key, depth + 1)])), ...more }
      }
      case 'string': {
        const known = words[name]
        if (known && random.chance(0.85)) return random.of(known)
        return Array.from({ length: 1 + random.below(5) }, () => random.of(FACTS)).join(' ')
      }
      default:
        return depth > 3 ? 'x' : any()
    }
  }
  return { value: (schema, name) => value(schema, name), wrong: (schema) => (schema.type === 'string' ? weird() : any()), any, weird }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : Array.isArray(value) ? value.map(text).join(',') : (JSON.stringify(value) ?? '')
}

function encoded(value: string): string {
  return encodeURIComponent(Buffer.from(value).toString())
}

/** Slashes stay. */
function segments(value: string): string {
  return value.split('/').map(encoded).join('/')
}
