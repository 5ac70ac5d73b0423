import { evaluateBench } from './evaluate.ts'

const BENCHES: Readonly<Record<string, (words: readonly string[]) => Promise<boolean>>> = {
  evaluate: evaluateBench,
  fleet: async (words) => (await import('./fleets.ts')).fleetBench(words),
  http: async (words) => (await import('./http.ts')).httpBench(words),
  load: async (words) => (await import('./load.ts')).loadBench(words),
  matrix: async () => (await import('./matrix.ts')).matrixBench(),
  scale: async (words) => (await import('./scale.ts')).scaleBench(words),
  mail: async (words) => (await import('./mail.ts')).mailBench(words),
  package: async () => (await import('./package.ts')).packageBench(),
  search: async () => (await import('./search.ts')).searchBench(),
}

const [name = '', ...words] = process.argv.slice(2)
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
if (!bench) {
  console.error(`there is no bench \`${name}\`; run \`npm run bench -- ${Object.keys(BENCHES).join('|')}\``)
  process.exitCode = 2
} else if (!(await bench(words))) process.exitCode = 1
