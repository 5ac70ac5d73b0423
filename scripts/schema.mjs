import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** Providers that have a folder in prisma/ with a datasource. */
export const PROVIDERS = ['sqlite', 'postgresql']

/**
 * Joins the models with a provider's datasource and generator into one schema file.
 * @param {string} provider
 * @param {{directory?: string, output?: string}} [options] `directory`: where to write it, default prisma/generated/<provider>;
 *   `output`: where its generator writes, default lib/store/generated/<provider>
 * @returns {string} path of the schema file
 */
export function assembleSchema(provider, options = {}) {
  const directory = options.directory ?? join(ROOT, 'prisma', 'generated', provider)
  const output = options.output ?? join(ROOT, 'lib', 'store', 'generated', provider)
  const head = readFileSync(join(ROOT, 'prisma', provider, 'schema.prisma'), 'utf8')
  const text = `${head.replace(/^(\s*output\s*=\s*).*$/m, (_, start) => `${start}${JSON.stringify(posix(relative(directory, output)))}`)}\n${models()}`
  mkdirSync(directory, { recursive: true })
  const file = join(directory, 'schema.prisma')
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, text)
  renameSync(temporary, file)
  return file
}

/**
 * The checked-in migrations of a provider, oldest first.
 * @param {string} provider
 * @returns {{name: string, sql: string}[]}
 */
export function migrationsOf(provider) {
  const directory = join(ROOT, 'prisma', provider, 'migrations')
  if (!existsSync(directory)) return []
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(join(directory, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Settings under which the prisma command neither downloads an engine nor reports home. */
export function prismaEnvironment() {
  return {
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    ...process.env,
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  }
}

function models() {
  return readFileSync(join(ROOT, 'prisma', 'models.prisma'), 'utf8')
}

function posix(path) {
  return path.split(sep).join('/')
}
