import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readBlobs, runGit } from '../../lib/git/git.ts'
import { openClone } from '../../lib/verify/clone.ts'
import { SourceRecord } from '../../lib/model/source.ts'
import { type TestRepository, testRepository } from '../fixtures/repository.ts'

const SOURCE = SourceRecord.parse({
  kind: 'source',
  id: 'sources/x',
  title: 'x',
  summary: 'x',
  type: 'repository',
  releases: { component: 'x', tag: 'v{version}' },
})

describe('a clone that somebody else made', () => {
  let repository: TestRepository
  const taken = (): string => join(repository.dir, 'taken')
  afterEach(() => repository.remove())

  /** A repository whose configuration names a program wherever git takes one. */
  const made = (...settings: readonly (readonly [string, string])[]): string => {
    repository = testRepository()
    repository.commit('first', '2020-01-01', { 'a.txt': 'a', 'b/c.txt': 'c' })
    repository.tag('v1.0', '2020-01-01')
    const program = join(repository.dir, 'program.sh')
    writeFileSync(program, `#!/bin/sh\ntouch ${taken()}\n`, { mode: 0o755 })
    for (const [name, value] of settings) repository.git('config', name, value.replaceAll('PROGRAM', program))
    return repository.dir
  }
  const lookAt = async (dir: string): Promise<void> => {
    const clone = await openClone(dir, SOURCE)
    expect(clone.releases().map(({ version }) => version)).toEqual(['1.0'])
    await clone.files(clone.head, '**')
    await clone.touching('a.txt')
    await clone.read(clone.head, 'b/c.txt').catch(() => {})
    clone.close()
    await runGit({ cwd: dir }, ['log', '--raw', '--', '.'])
    await runGit({ cwd: dir }, ['status'])
  }

  test('runs no program of its configuration', async () => {
    const dir = made(
      ['log.showSignature', 'true'],
      ['gpg.program', 'PROGRAM'],
      ['gpg.ssh.program', 'PROGRAM'],
      ['core.fsmonitor', 'PROGRAM'],
      ['core.pager', 'PROGRAM'],
      ['core.editor', 'PROGRAM'],
      ['core.askPass', 'PROGRAM'],
      ['core.sshCommand', 'PROGRAM'],
      ['diff.external', 'PROGRAM'],
      ['alias.log', '!PROGRAM'],
      ['core.hooksPath', repository?.dir ?? '.'],
    )
    // A commit that says it is signed.
    const tree = repository.git('rev-parse', 'HEAD^{tree}')
    const file = join(dir, 'signed')
    writeFileSync(
      file,
      `tree ${tree}\nparent ${repository.git('rev-parse', 'HEAD')}\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nsigned\n`,
    )
    repository.git('update-ref', 'refs/heads/master', repository.git('hash-object', '-t', 'commit', '-w', '--literally', file))
    await lookAt(dir)
    expect(existsSync(taken())).toBe(false)
  })

  test.each([
    [
      'ssh',
      [
        ['remote.origin.url', 'ssh://x.invalid/y'],
        ['core.sshCommand', 'PROGRAM'],
      ],
    ],
    [
      'ext',
      [
        ['remote.origin.url', 'ext::PROGRAM'],
        ['protocol.ext.allow', 'always'],
      ],
    ],
    [
      'a folder',
      [
        ['remote.origin.url', '.'],
        ['remote.origin.uploadpack', 'PROGRAM'],
      ],
    ],
    [
      'a helper',
      [
        ['remote.origin.url', 'x://y'],
        ['remote.origin.vcs', 'x'],
      ],
    ],
  ] as const)('that lacks objects fetches none, by %s', async (_, settings) => {
    const dir = made(['extensions.partialClone', 'origin'], ['remote.origin.promisor', 'true'], ...settings)
    const blob = repository.git('rev-parse', 'HEAD:b/c.txt')
    const object = join(dir, '.git/objects', blob.slice(0, 2), blob.slice(2))
    expect(existsSync(object)).toBe(true)
    repository.git('config', 'core.repositoryformatversion', '1')
    const { rmSync } = await import('node:fs')
    rmSync(object, { force: true })
    await lookAt(dir)
    for await (const { content } of readBlobs({ cwd: dir }, [blob])) expect(content).toBeUndefined()
    expect(existsSync(taken())).toBe(false)
  })

  test('is given no password of this process, and no other repository', async () => {
    const dir = made(['alias.shown', '!env'])
    const before = { ...process.env }
    Object.assign(process.env, {
      DATABASE_URL: 'postgres://u:secret@h/d',
      MEILI_KEY: 'secret',
      CANIMIGRATE_TOKEN: 'secret',
      GIT_DIR: '/nowhere',
      GIT_EXTERNAL_DIFF: 'secret',
    })
    try {
      const shown = await runGit({ cwd: dir }, ['shown'])
      expect(shown).toContain('GIT_ALLOW_PROTOCOL=none')
      expect(shown).not.toMatch(/secret|nowhere/)
    } finally {
      process.env = before
    }
  })

  test('cannot make an option of a name, nor a path out of the clone', async () => {
    const dir = made()
    repository.git('update-ref', 'refs/tags/v--output=x', repository.git('rev-parse', 'HEAD'))
    repository.commit('odd', '2020-01-02', { '-x': 'option', 'a\nb': 'line' })
    const clone = await openClone(dir, SOURCE)
    expect(await clone.read(clone.head, '-x')).toBe('option')
    expect(await clone.read(clone.head, 'a\nb')).toBe('line')
    expect(await clone.read(clone.head, '../../etc/passwd')).toBeUndefined()
    expect(await clone.touching('--output=taken')).toEqual([])
    expect((await clone.files(clone.head, '--output=taken')).length).toBe(0)
    expect(existsSync(join(dir, 'taken'))).toBe(false)
    clone.close()
  })
})
