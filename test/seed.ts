import fc from 'fast-check'

// The same cases in every run, so that what fails fails for everybody: `SEED=N npx vitest run test/laws` draws others.
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20261121) })
