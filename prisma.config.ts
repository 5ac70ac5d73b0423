import { resolve } from 'node:path'
import { defineConfig } from 'prisma/config'
import { assembleSchema } from './scripts/schema.mjs'

// For the prisma command only: `npx prisma migrate deploy`, `npx prisma studio`. The program applies the same migrations itself.
const url = process.env.DATABASE_URL ?? `file:${resolve(process.env.CANIMIGRATE_DATA ?? '.data', 'canimigrate.db')}`
const provider = /^postgres(ql)?:/.test(url) ? 'postgresql' : 'sqlite'

export default defineConfig({
  schema: assembleSchema(provider),
  migrations: { path: `prisma/${provider}/migrations` },
  datasource: { url },
})
