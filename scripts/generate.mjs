// Generates the database clients into lib/store/generated; nothing is done when they are there for the same inputs.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assembleSchema, migrationsOf, prismaEnvironment, PROVIDERS, ROOT } from './schema.mjs'

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    console.log((await generate()) ? 'database clients generated' : 'database clients are up to date')
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}

/**
 * Generates the Prisma client of every provider and the migrations as a module. Safe to kill at any point and to run twice at once:
 * everything is written beside and moved into place, the stamp with it.
 * @param {{onProgress?: (text: string) => void}} [options]
 * @returns {Promise<boolean>} false when everything was up to date
 */
export async function generate(options = {}) {
  const target = join(ROOT, 'lib', 'store', 'generated')
  const stamp = fingerprint()
  if (isCurrent(target, stamp)) return false
  options.onProgress?.('generating the database clients')
  removeLeftovers()
  const id = `${process.pid}-${randomBytes(4).toString('hex')}`
  const work = join(ROOT, 'prisma', 'generated', id)
  const built = join(work, 'lib')
  try {
    await Promise.all(PROVIDERS.map((provider) => generateClient(provider, join(work, provider), join(built, provider))))
    writeFileSync(
      join(built, 'client.ts'),
      "// Generated. The clients have the same methods; types are taken from one.\nexport type { Prisma, PrismaClient } from './sqlite/client.ts'\n",
    )
    writeFileSync(join(built, 'migrations.ts'), migrationsModule())
    writeFileSync(join(built, '.stamp'), stamp)
    moveInto(built, target, stamp)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return true
}

/** Folders of runs that were killed. */
function removeLeftovers() {
  const directory = join(ROOT, 'prisma', 'generated')
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    const pid = /^(\d+)-[0-9a-f]{8}$/.exec(name)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(directory, name), { recursive: true, force: true })
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function fingerprint() {
  const hash = createHash('sha256')
  const own = ['scripts/generate.mjs', 'scripts/schema.mjs', 'prisma/models.prisma', ...PROVIDERS.map((provider) => `prisma/${provider}/schema.prisma`)]
  for (const path of [...own, 'node_modules/prisma/package.json'])
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(ROOT, path)))
      .update('\0')
  for (const provider of PROVIDERS) for (const { name, sql } of migrationsOf(provider)) hash.update(`${provider}\0${name}\0${sql}\0`)
  return hash.digest('hex')
}

function isCurrent(target, stamp) {
  const file = join(target, '.stamp')
  return existsSync(file) && readFileSync(file, 'utf8') === stamp && PROVIDERS.every((provider) => existsSync(join(target, provider, 'client.ts')))
}

async function generateClient(provider, directory, output) {
  const schema = assembleSchema(provider, { directory, output })
  const command = join(ROOT, 'node_modules', 'prisma', 'build', 'index.js')
  const { code, text } = await run(process.execPath, [command, 'generate', '--schema', schema, '--no-hints'])
  if (code !== 0 || !existsSync(join(output, 'client.ts'))) throw new Error(`prisma generate failed for ${provider}:\n${text.trim()}`)
}

function run(command, words) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { cwd: ROOT, env: prismaEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, text }))
  })
}

function migrationsModule() {
  const migrations = Object.fromEntries(
    PROVIDERS.map((provider) => [
      provider,
      migrationsOf(provider).map(({ name, sql }) => ({ name, checksum: createHash('sha256').update(sql).digest('hex'), sql })),
    ]),
  )
  return `// Generated from prisma/<provider>/migrations, so that a bundle holds them.\nexport const migrations = ${JSON.stringify(migrations, null, 2)}\n`
}

/** Another process may do the same: whoever comes second finds a target that is current, or tries again. */
function moveInto(built, target, stamp) {
  for (let attempt = 0; ; attempt++) {
    const old = `${built}.old${attempt}`
    try {
      if (existsSync(target)) renameSync(target, old)
      renameSync(built, target)
      return
    } catch (error) {
      if (isCurrent(target, stamp)) return
      if (attempt >= 20) throw error
      if (error.code === 'EXDEV') {
        mkdirSync(target, { recursive: true })
        cpSync(built, target, { recursive: true })
        return
      }
    }
  }
}
