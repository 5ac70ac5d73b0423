import { expect, test } from 'vitest'
import { mistakes, setting } from '../../lib/config/settings.mjs'

test('nothing set, everything has its default, and nothing is wrong', () => {
  expect(mistakes({})).toEqual([])
  expect(mistakes({ PORT: '', CANIMIGRATE_RATE_LIMIT: ' ', DATABASE_URL: '' })).toEqual([])
  expect([setting('PORT', {}), setting('HOST', { HOST: '' }), setting('CANIMIGRATE_GRACE', {}), setting('DATABASE_URL', {})]).toEqual([
    3000,
    '127.0.0.1',
    10,
    undefined,
  ])
})

test('values are read as what they are', () => {
  expect(setting('CANIMIGRATE_RATE_LIMIT', { CANIMIGRATE_RATE_LIMIT: ' 600/60 ' })).toEqual({ requests: 600, seconds: 60 })
  expect(setting('CANIMIGRATE_URL', { CANIMIGRATE_URL: 'https://can.example/' })).toBe('https://can.example')
  expect(['1', 'yes', 'On', 'no', '0'].map((text) => setting('CANIMIGRATE_SYNC', { CANIMIGRATE_SYNC: text }))).toEqual([true, true, true, false, false])
})

test.each([
  ['PORT', ['x', '-1', '65536', '1e3'], /is no port: give a number from 0 to 65535$/],
  ['CANIMIGRATE_RATE_LIMIT', ['600', '0/60', 'many', '-1/2'], /is not requests\/seconds: set it to e\.g\. 600\/60/],
  ['CANIMIGRATE_TRUSTED_PROXIES', ['many', '-1', '100', '1.5'], /is no number of proxies from 0 to 99/],
  ['CANIMIGRATE_URL', ['can.example', 'ftp://can.example', 'https://can.example/?a=b'], /is no address of a site/],
  ['DATABASE_URL', ['mysql://host/db', 'canimigrate.db', 'file:'], /is no database that can be opened/],
  ['DATABASE_REPLICA_URL', ['file:x.db', 'postgres'], /is no address of a PostgreSQL/],
  ['CANIMIGRATE_LOG', ['xml'], /is none of text, json/],
  ['CANIMIGRATE_SYNC', ['maybe'], /is neither yes nor no/],
  ['CANIMIGRATE_REPORT_TO', ['x@y?bcc=all@z', 'nobody'], /is no mail address/],
] as const)('%s cannot be anything', (name, texts, message) => {
  for (const text of texts) {
    const [line, ...others] = mistakes({ [name]: text })
    expect(others).toEqual([])
    expect(line).toMatch(message)
    expect(line?.startsWith(`\`${name}=${text.split('?')[0]}\` `)).toBe(true)
    expect(() => setting(name, { [name]: text })).toThrow(line as string)
  }
})

test('all mistakes are told at once, a line each, and no secret among them', () => {
  const lines = mistakes({
    PORT: 'http',
    DATABASE_URL: 'mysql://me:secret@host/db?password=secret',
    CANIMIGRATE_METRICS_TOKEN: 'secret',
    CANIMIGRATE_RATELIMIT: '600/60',
    CANIMIGRATE_OF_SOMEBODY_ELSE: 'x',
  })
  expect(lines).toHaveLength(4)
  expect(lines.join('\n')).not.toMatch(/secret/)
  expect(lines.at(-1)).toBe('`CANIMIGRATE_RATELIMIT` is no setting: did you mean `CANIMIGRATE_RATE_LIMIT`?')
})

test('a PostgreSQL may be reached by a socket', () => {
  for (const url of ['postgres://me:pw@127.0.0.1:5432/db', 'postgresql://db.example/db?sslmode=require', 'postgres://me@/db?host=/run/postgresql'])
    expect(mistakes({ DATABASE_URL: url }), url).toEqual([])
})

test('settings that need another say so', () => {
  expect(mistakes({ MEILI_KEY: 'k' })).toEqual(['`MEILI_KEY` is of no use without `MEILI_URL`: set both, or unset it'])
  expect(mistakes({ DATABASE_REPLICA_URL: 'postgres://a/b', DATABASE_URL: 'file:x.db' })).toHaveLength(1)
  expect(mistakes({ DATABASE_REPLICA_URL: 'postgres://a/b', DATABASE_URL: 'postgresql://a/b', MEILI_KEY: 'k', MEILI_URL: 'http://127.0.0.1:7700' })).toEqual([])
})
