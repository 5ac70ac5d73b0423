import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Archive } from './mail-archive.ts'
import type { Command } from './measure.ts'

/** A program that indexes mail. */
export interface Indexer {
  readonly name: string
  readonly needs: 'git' | 'maildir'
  /** The program that is not installed. */
  readonly missing?: string
  /** Empties its folder; not measured. */
  prepare(archive: Archive): void
  command(archive: Archive): Command
}

/** @param work a folder for what they write */
export function indexers(work: string): Indexer[] {
  const fresh = (name: string): string => {
    const folder = join(work, name)
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    return folder
  }
  const ours = join(work, 'ours')
  const notmuch = join(work, 'notmuch')
  const mu = join(work, 'mu')
  const inbox = join(work, 'inbox')
  const inboxEnv = { HOME: inbox, PI_CONFIG: join(inbox, 'config') }
  return [
    {
      name: 'canimigrate ingest',
      needs: 'git',
      // The code is compiled and the records are parsed, as any earlier command leaves them.
      prepare: () => {
        fresh('ours')
        execFileSync(process.execPath, [BIN, 'list'], { env: { ...process.env, CANIMIGRATE_DATA: fresh('other') }, stdio: 'ignore' })
      },
      command: ({ git }) => ({
        words: [process.execPath, BIN, 'ingest', '--json', git],
        env: { CANIMIGRATE_DATA: ours },
      }),
    },
    {
      name: 'notmuch new',
      needs: 'maildir',
      ...missing('notmuch'),
      prepare: ({ maildir }) => {
        fresh('notmuch')
        rmSync(join(maildir, '.notmuch'), { recursive: true, force: true })
        writeFileSync(join(notmuch, 'config'), `[database]\npath=${maildir}\n[user]\nname=x\nprimary_email=x@example.org\n[new]\ntags=\nignore=\n`)
      },
      command: () => ({ words: ['notmuch', 'new', '--no-hooks', '--quiet'], env: { NOTMUCH_CONFIG: join(notmuch, 'config') } }),
    },
    {
      name: 'mu init, mu index',
      needs: 'maildir',
      ...missing('mu'),
      prepare: () => void fresh('mu'),
      command: ({ maildir }) => ({
        words: ['sh', '-c', 'mu init --quiet --muhome="$0" --maildir="$1" && mu index --quiet --muhome="$0"', mu, maildir],
      }),
    },
    {
      name: 'public-inbox-index -L full',
      needs: 'git',
      ...missing('public-inbox-index'),
      prepare: ({ git }) => {
        fresh('inbox')
        const home = join(inbox, 'list')
        execFileSync(INIT, ['-V2', 'list', home, 'http://127.0.0.1/list', 'list@example.org'], {
          env: { ...process.env, ...inboxEnv },
          stdio: 'ignore',
        })
        rmSync(join(home, 'git', '0.git'), { recursive: true, force: true })
        cpSync(git, join(home, 'git', '0.git'), { recursive: true })
      },
      command: () => ({ words: ['public-inbox-index', '-L', 'full', join(inbox, 'list')], env: inboxEnv }),
    },
  ]
}

function missing(program: string): { missing?: string } {
  return spawnSync('sh', ['-c', 'command -v "$0"', program]).status === 0 ? {} : { missing: program }
}

const INIT = 'public-inbox-init'
const BIN = fileURLToPath(new URL('../../bin/canimigrate.mjs', import.meta.url))
