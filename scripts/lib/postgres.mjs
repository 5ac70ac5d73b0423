import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { debianPackage } from './debian-package.mjs'

/**
 * The folder of `initdb`, `pg_ctl` and `pg_basebackup`: $POSTGRES_BIN alone if it is set, else in PATH or where Debian puts them, the newest first.
 * @returns {string | undefined}
 */
export function findPostgres() {
  const { POSTGRES_BIN: given, PATH = '' } = process.env
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = given ? [given] : [...PATH.split(delimiter).filter(Boolean), ...versions.map((version) => join(debian, version, 'bin'))]
  return folders.find((folder) => ['initdb', 'pg_ctl', 'pg_basebackup'].every((name) => existsSync(join(folder, name))))
}

/**
 * Makes sure that there is a PostgreSQL for the tests: on Debian, as root, it is installed.
 * @returns {Promise<string | undefined>} one line why what needs it is skipped, undefined when it can run
 */
export async function postgresProblem() {
  if (process.env.POSTGRES_BIN) return findPostgres() ? undefined : `there is no \`initdb\` in POSTGRES_BIN=\`${process.env.POSTGRES_BIN}\``
  return debianPackage({
    name: 'PostgreSQL',
    package: 'postgresql',
    find: findPostgres,
    instead: 'what needs it is skipped; install it, or set POSTGRES_BIN to the folder of `initdb`',
  })
}
