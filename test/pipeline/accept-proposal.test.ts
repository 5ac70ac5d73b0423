import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadContent, parseContent } from '../../lib/content/load.ts'
import { lint } from '../../lib/lint/index.ts'
import type { Proposal } from '../../lib/model/index.ts'
import { acceptProposal } from '../../lib/pipeline/accept-proposal.ts'
import { ENGINES } from '../fixtures/engines.ts'
import { CLEAN } from '../lint/fixture.ts'
import { batchOf } from '../store/mail-fixture.ts'
import { openWorkspace, type Workspace } from './workspace.ts'

const NOW = '2026-11-21T10:00:00.000Z'
const FEATURE = Object.keys(CLEAN).find((path) => path.startsWith('features/')) as string
const POLICY = Object.keys(CLEAN).find((path) => path.startsWith('policies/')) as string
const RULE = Object.keys(CLEAN).find((path) => path.startsWith('rules/')) as string
const idOf = (path: string): string => path.replace(/^(features|policies)\//, '').replace(/\.md$/, '')

describe.each(ENGINES)('over $name', (engine) => {
  let workspace: Workspace
  beforeEach(async () => {
    workspace = await openWorkspace(CLEAN, engine)
  })
  afterEach(() => workspace.close())

  function proposal(verb: Proposal['verb'], record: string, values: Record<string, string> = {}): Proposal {
    return {
      id: '0123456789ab',
      messageId: 'asks@example.org',
      line: 3,
      author: { name: 'Ada', address: 'ada@example.org' },
      date: '2024-03-01T10:00:00.000Z',
      text: `${verb} ${record}`,
      verb,
      record,
      values,
      status: 'pending',
      reason: '',
    }
  }

  /** Ingests a message that holds the proposal, then accepts it. */
  async function accept(one: Proposal) {
    await workspace.store.mail.append(batchOf('', 'end', [{ id: 'asks@example.org', list: 'some-list.example.org', proposals: [one] }]))
    return again(one)
  }

  async function again(one: Proposal) {
    const { store, contentDir, dataDir } = workspace
    const [stored] = await store.mail.proposals({ messageId: one.messageId })
    return acceptProposal(stored as Proposal, { store: store.mail, contentDir, draftsDir: join(dataDir, 'drafts'), by: 'Rita', now: NOW })
  }

  async function problems() {
    const { files } = await loadContent(workspace.contentDir)
    return lint(parseContent(files), { today: NOW.slice(0, 10) })
  }

  describe('an accepted proposal', () => {
    it.each([
      [FEATURE, 'history'],
      [POLICY, 'later'],
    ])('to cite a message is written into %s, under %s, and passes lint', async (path, key) => {
      const done = await accept(proposal('cite', idOf(path), { message: 'asks@example.org', note: 'says "why": it matters' }))
      expect(done).toMatchObject({ what: expect.stringContaining('cites'), did: 'edited', file: join(workspace.contentDir, path) })
      const text = readFileSync(done.file, 'utf8')
      const before = (CLEAN[path] as string).split('\n')
      expect(before.every((line) => text.includes(line))).toBe(true)
      const { files } = await loadContent(workspace.contentDir)
      const entry = parseContent(files).entries.find((each) => each.path === path)
      expect((entry as unknown as { data: Record<string, unknown[]> }).data[key]?.at(-1)).toMatchObject({
        date: '2024-03-01',
        text: 'says "why": it matters',
        evidence: [{ kind: 'mail', list: 'some-list', 'message-id': 'asks@example.org', author: 'Ada', checked: '2026-11-21' }],
      })
      expect(await problems()).toEqual([])
      expect(await workspace.store.mail.proposals()).toMatchObject([{ status: 'accepted' }])
    })

    it.each([
      ['a message that is not here', proposal('cite', idOf(FEATURE), { message: 'other@example.org' }), 'not in the archive'],
      ['a commit', proposal('cite', idOf(FEATURE), { commit: '0123456789ab' }), 'the repository'],
      ['under a rule', proposal('cite', RULE.replace(/\.md$/, ''), { message: 'asks@example.org' }), 'has no place'],
      ['a correction', proposal('correct', idOf(FEATURE), { text: 'It is <b>wrong</b>.' }), 'said in words'],
      ['a new record', proposal('introduce', 'area/new', { message: 'asks@example.org' }), 'canimigrate draft'],
      ['a decision', proposal('decide', idOf(POLICY), { outcome: 'so' }), 'positions'],
      ['a feature that supersedes', proposal('supersede', idOf(FEATURE), { by: idOf(POLICY) }), 'only a policy'],
      ['a record that is gone', proposal('cite', 'area/gone', { message: 'asks@example.org' }), 'is in content/ now'],
    ])('that nobody can do mechanically leaves a draft and content alone: %s', async (_, one, why) => {
      const done = await accept(one)
      expect(done.did).toBe('draft')
      const text = readFileSync(done.file, 'utf8')
      expect(text).toContain(why)
      expect(text).not.toContain('<')
      expect(done.file.startsWith(workspace.dataDir)).toBe(true)
      for (const [path, before] of Object.entries(CLEAN)) expect(readFileSync(join(workspace.contentDir, path), 'utf8')).toBe(before)
    })

    it('to supersede a policy marks it', async () => {
      const other = (CLEAN[POLICY] as string).replace(`id: ${idOf(POLICY)}`, 'id: newer-policy').replace(/^aliases:.*\n/m, '')
      workspace.put({ 'policies/newer-policy.md': other })
      expect(await problems()).toEqual([])
      expect(await accept(proposal('supersede', idOf(POLICY), { by: 'newer-policy' }))).toMatchObject({ did: 'edited' })
      const text = readFileSync(join(workspace.contentDir, POLICY), 'utf8')
      expect(text).toMatch(/^status: superseded$/m)
      expect(text).toMatch(/^superseded-by: newer-policy$/m)
      expect(await problems()).toEqual([])
    })

    it('is accepted once', async () => {
      const one = proposal('cite', idOf(FEATURE), { message: 'asks@example.org' })
      await accept(one)
      await expect(again(one)).rejects.toThrow('is accepted')
      expect(await workspace.store.mail.decideProposal(one.id, { status: 'declined', by: 'Rita', reason: 'no', date: NOW })).toBe(false)
    })

    it('cites nothing twice', async () => {
      await accept(proposal('cite', idOf(FEATURE), { message: 'asks@example.org' }))
      const second = { ...proposal('cite', idOf(FEATURE), { message: 'asks@example.org' }), id: 'ba9876543210', messageId: 'two@example.org' }
      await workspace.store.mail.append(batchOf('end', 'further', [{ id: 'two@example.org', proposals: [second] }]))
      expect(await again(second)).toMatchObject({ did: 'nothing' })
    })

    it('may be declined instead', async () => {
      const one = proposal('correct', idOf(FEATURE), { text: 'wrong' })
      await workspace.store.mail.append(batchOf('', 'end', [{ id: 'asks@example.org', proposals: [one] }]))
      expect(await workspace.store.mail.decideProposal(one.id, { status: 'declined', by: 'Rita', reason: 'it is right', date: NOW })).toBe(true)
      expect(await workspace.store.mail.proposals({ status: 'declined' })).toMatchObject([{ id: one.id, reason: 'it is right' }])
      await expect(again(one)).rejects.toThrow('is declined')
    })
  })
})
