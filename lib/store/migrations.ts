/** A checked-in migration. */
export interface Migration {
  readonly name: string
  /** SHA-256 of the file, as `prisma migrate` computes it. */
  readonly checksum: string
  readonly sql: string
}

/** A row of `_prisma_migrations` that was not rolled back. */
export interface AppliedMigration {
  readonly name: string
  readonly checksum: string
  readonly finished: boolean
}

/**
 * The migrations that a database lacks, in their order.
 * @throws Error, one line, if one was changed after it was applied, was not finished, or is not known here
 */
export function missingMigrations(applied: readonly AppliedMigration[], migrations: readonly Migration[]): Migration[] {
  for (const { name, checksum, finished } of applied) {
    const own = migrations.find((migration) => migration.name === name)
    if (!own) throw new Error(`the database has the migration \`${name}\`, which this program does not know: use the newer program, or another database`)
    if (!finished) throw new Error(`the migration \`${name}\` was begun and not finished: restore a backup, or start with a new database`)
    if (own.checksum !== checksum) throw new Error(`the migration \`${name}\` was changed after it was applied: restore its file, or start with a new database`)
  }
  return migrations.filter(({ name }) => !applied.some((one) => one.name === name))
}
