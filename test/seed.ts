import fc from 'fast-check'

// The same cases in every run, so that what fails fails for everybody: `SEED=N npx vitest run test/laws` draws others.
// A case that fails is made smaller, but not for ever: of a world of records that can take hours.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20261121), interruptAfterTimeLimit: 900_000, markInterruptAsFailure: true })

// A server that is given is for the tests of it, not for every test that opens a search: they would share its indexes.
for (const name of ['MEILI_URL', 'MEILI_KEY']) {
  const value = process.env[name]
  if (value !== undefined) process.env[`TEST_${name}`] = value
  delete process.env[name]
}
