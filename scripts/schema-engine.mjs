import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import { assembleSchema, migrationsOf, ROOT } from './schema.mjs'

// Prisma's schema engine as WebAssembly, from npm: the binary that the prisma command wants is downloaded from elsewhere.

// Where the engine leaves the message of a panic.
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) }

const NONE = { externalTables: [], externalEnums: [] }

/**
 * SQL that the models need beyond the checked-in migrations. SQLite's are replayed in memory; PostgreSQL's need a server,
 * so without one it is what changed since the models of the last commit.
 * @param {string} provider
 * @param {string} [url] of a PostgreSQL server on which databases may be made
 * @returns {Promise<string | undefined>} undefined when nothing is missing
 */
export async function pendingSql(provider, url) {
  const engine = await openEngine(provider, url)
  const schema = assembleSchema(provider)
  const content = readFileSync(schema, 'utf8')
  const { stdout } = await engine.diff({
    from: startOf(provider, content, url),
    to: { tag: 'schemaDatamodel', files: [{ path: schema, content }] },
    script: true,
    exitCode: null,
    filters: NONE,
  })
  return !stdout || /^-- This is an empty migration\.\s*$/m.test(stdout) ? undefined : stdout
}

/**
 * Applies the checked-in migrations as `prisma migrate deploy` does.
 * @param {string} url of an SQLite file or a PostgreSQL database
 * @returns {Promise<{applied: string[], edited: string[], failed: string[]}>} names of migrations
 */
export async function deploy(url) {
  const provider = url.startsWith('file:') ? 'sqlite' : 'postgresql'
  const engine = await openEngine(provider, url)
  const migrationsList = migrationList(provider, migrationsOf(provider))
  const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NONE })
  const { editedMigrationNames, failedMigrationNames } = await engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: NONE })
  return { applied: appliedMigrationNames, edited: editedMigrationNames, failed: failedMigrationNames }
}

function startOf(provider, content, url) {
  const migrations = migrationsOf(provider)
  if (migrations.length === 0) return { tag: 'empty' }
  if (provider === 'sqlite' || url !== undefined) return { tag: 'migrations', ...migrationList(provider, migrations) }
  const models = execFileSync('git', ['show', 'HEAD:prisma/models.prisma'], { cwd: ROOT, encoding: 'utf8' })
  const head = content.slice(0, content.indexOf(readFileSync(join(ROOT, 'prisma', 'models.prisma'), 'utf8')))
  return { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: head + models }] }
}

async function openEngine(provider, url) {
  bindings ??= loadEngine()
  const schema = assembleSchema(provider)
  const options = { datamodels: [[schema, readFileSync(schema, 'utf8')]] }
  return (await bindings).SchemaEngine.new(options, () => {}, bindMigrationAwareSqlAdapterFactory(await adapter(provider, url)))
}

/** Once per process: the bindings hold one instance. */
let bindings

async function loadEngine() {
  const module = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const { instance } = await WebAssembly.instantiate(readFileSync(join(entry, '..', 'schema_engine_bg.wasm')), { './schema_engine_bg.js': module })
  module.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return module
}

async function adapter(provider, url) {
  if (provider === 'sqlite') return scripting(new (await import('@prisma/adapter-libsql')).PrismaLibSql({ url: url ?? ':memory:' }))
  if (url !== undefined) return readingCatalogs(new (await import('@prisma/adapter-pg')).PrismaPg({ connectionString: url }))
  // Comparing two schemas asks the server for nothing but its version.
  const connection = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    queryRaw: async () => ({ columnNames: ['version', 'numeric_version'], columnTypes: [7, 0], rows: [['PostgreSQL 15.0', 150000]] }),
    executeRaw: async () => 0,
    executeScript: async () => {},
    dispose: async () => {},
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
  }
  return { provider: 'postgres', adapterName: '@prisma/adapter-pg', connect: async () => connection, connectToShadowDb: async () => connection }
}

/** The engine reads columns of the catalogs that are of the type "char", one byte, which the adapter does not know: they are read as text. */
function readingCatalogs(factory) {
  const wrap = (connection) => {
    const pool = connection.underlyingDriver()
    const query = pool.query.bind(pool)
    pool.query = async (...words) => {
      const result = await query(...words)
      for (const field of result.fields ?? []) if (field.dataTypeID === 18) field.dataTypeID = 25
      return result
    }
    return connection
  }
  return wrapped(factory, wrap)
}

/** The engine sends whole migrations as one command, of which the libsql adapter would run the first statement only. */
function scripting(factory) {
  const wrap = (connection) => {
    const executeRaw = connection.executeRaw.bind(connection)
    connection.executeRaw = async (query) => {
      if (query.args.length > 0) return executeRaw(query)
      await connection.executeScript(query.sql)
      return 0
    }
    return connection
  }
  return wrapped(factory, wrap)
}

function wrapped(factory, wrap) {
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => wrap(await factory.connect()),
    connectToShadowDb: async () => wrap(await factory.connectToShadowDb()),
  }
}

function migrationList(provider, migrations) {
  const baseDir = join(ROOT, 'prisma', provider, 'migrations')
  return {
    baseDir,
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: join(baseDir, name, 'migration.sql'), content: { tag: 'ok', value: sql } },
    })),
  }
}
