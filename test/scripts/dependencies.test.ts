import { expect, test } from 'vitest'
import { problemsOf } from '../../scripts/lib/dependencies.mjs'

const good = { version: '1.0.0', license: 'MIT', integrity: 'sha512-x' }
const told = (one: object, manifest = {}): string[] =>
  problemsOf(manifest, { '': {}, 'node_modules/x': { ...good, ...one } }).filter((line) => !line.includes('any more'))

test.each([
  [{}, undefined],
  [{ license: 'MIT OR GPL-3.0' }, undefined],
  [{ license: '(Apache-2.0 AND MIT)' }, undefined],
  [{ license: 'GPL-3.0-only' }, 'has the licence `GPL-3.0-only`'],
  [{ license: 'MIT AND GPL-3.0-only' }, 'has the licence'],
  [{ license: undefined }, 'has the licence `none`'],
  [{ resolved: 'https://registry.npmjs.org/x/-/x-1.0.0.tgz' }, undefined],
  [{ resolved: 'git+ssh://git@example.org/x.git' }, 'is not from the registry'],
  [{ resolved: 'https://example.org/x.tgz' }, 'is not from the registry'],
  [{ link: true }, 'is not from the registry'],
  [{ integrity: undefined }, 'has no hash'],
  [{ integrity: undefined, optional: true, os: ['aix'] }, undefined],
])('a package with %j is %s', (one, problem) => {
  const found = told(one)
  expect(found.length).toBe(problem === undefined ? 0 : 1)
  if (problem !== undefined) expect(found[0]).toContain(problem)
})

test('versions are exact, and an exception that nothing needs is an error', () => {
  expect(told({}, { devDependencies: { x: '^1.0.0', y: '1.0.0', z: 'latest', v: 'file:../v' } }).length).toBe(3)
  expect(problemsOf({}, { '': {}, 'node_modules/x': good })[0]).toContain('remove it')
})
