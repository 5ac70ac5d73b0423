import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../lib/cli/main.ts'
import type { Answer } from '../../lib/model/index.ts'
import { captured } from '../fixtures/captured.ts'

const QUESTION = ['check', '--from', 'kvm=hv cpu=power9 linux=5.15 qemu=7.2', '--to', 'kvm=pr cpu=power9 linux=5.15 qemu=7.2', '--guest', 'uses=scv']
let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'canimigrate-about-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const ask = (...more: string[]) => captured(() => main([...QUESTION, ...more]))

describe('check about an answer', { timeout: 60_000 }, () => {
  it('--why draws the proof of a finding, by number, record or claim', async () => {
    const { status, stdout } = await ask('--why', 'ppc/ail-modes')
    expect(status).toBe(1)
    expect(stdout).toMatch(/guest breaks.*\n[\s\S]*ppc\/ail-modes@[0-9a-f]{8}, claim scv\n {3}because\n {3}[├└]─ /)
    expect((await ask('--why', 'ppc/ail-modes:scv')).stdout).toBe(stdout)
    expect((await ask('--why', '1', '--markdown')).stdout).toMatch(/^## 1\. ppc\/ail-modes/)
    expect(JSON.parse((await ask('--why', '1', '--json')).stdout)).toMatchObject({ verdict: 'no', why: [{ number: 1, finding: { record: 'ppc/ail-modes' } }] })
    expect(await ask('--why', '99')).toMatchObject({ status: 2, stderr: expect.stringMatching(/nothing found is called `99`; found are 1 ppc\/ail-modes/) })
  })

  it('--why-not lists what keeps it from a verdict', async () => {
    const { stdout } = await ask('--why-not', 'yes')
    expect(stdout).toMatch(/^Why not yes\? \d+ things? keeps? it from that\. It is no\.\n\n1\. guest breaks/)
    expect(stdout).toMatch(/\n {3}- destination\.kvm = pr/)
    expect(stdout.split('\n').filter((line) => line.length > 78 && !line.includes('<'))).toEqual([])
    expect((await ask('--why-not', 'no')).stdout).toBe('Why not no? It is: no: the guest breaks.\n')
    expect((await ask('--why-not', 'never')).stderr).toMatch(/`--why-not never` is no verdict/)
  })

  it('--since says what changed', async () => {
    const file = join(dir, 'before.json')
    const { stdout } = await ask('--json')
    writeFileSync(file, stdout)
    expect((await ask('--since', file)).stdout).toMatch(
      /^The verdict is the same\. Nothing else changed\.\n\nKnowledge [0-9a-f]{16} of [-0-9]+, as before\.\n$/,
    )
    const answer = JSON.parse(stdout) as Answer
    writeFileSync(file, JSON.stringify({ ...answer, verdict: 'yes', guest: 'unchanged', findings: [], knowledge: { digest: '0', date: '2020-01-01' } }))
    const changed = (await ask('--since', file)).stdout
    expect(changed).toMatch(/^It was YES and is NO\.\n\nStages\n {2}- guest: unchanged; now broken\n\nFound now\n {2}\+ ppc\/ail-modes@/)
    expect(changed).toMatch(/\nKnowledge 0 of 2020-01-01; now [0-9a-f]{16} of /)
    expect(JSON.parse((await ask('--since', file, '--json')).stdout)).toMatchObject({ verdict: { from: 'yes', to: 'no' }, lost: [] })
    writeFileSync(file, '{"verdict": "yes"}')
    expect(await ask('--since', file)).toMatchObject({ status: 2, stderr: expect.stringMatching(/is not an answer as `check --json` writes it/) })
    expect((await ask('--since', '/nowhere.json')).stderr).toMatch(/cannot be read \(ENOENT\)/)
  })
})
