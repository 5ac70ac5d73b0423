import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rangeInWords } from '../../evaluate/index.ts'
import { type Claim, InputError, type Knowledge, folderOf } from '../../model/index.ts'
import { recordOf } from '../../verify/recorded.ts'
import { countsOf, reportVerification } from '../../verify/report.ts'
import { type Verification, verify as verifyClaims } from '../../verify/verify.ts'
import { openRepositories, several } from '../clones.ts'
import { type Register, examples } from '../command.ts'
import { places, readKnowledge } from '../context.ts'
import { findEntry } from '../find.ts'
import { harmless, print, printJson } from '../output.ts'

interface Options {
  repo?: readonly string[]
  json?: boolean
  record?: boolean
}

/** `verify`: do upstream's releases have what records say they have? */
export const verify: Register = (program, done) => {
  program
    .command('verify [ids...]')
    .description('look in clones for what records say of versions; exit status: 0 nothing is contradicted, 1 something is, 2 bad input')
    .option('--repo <name=dir>', 'a clone, bare or with its work tree; may be given several times (default: CANIMIGRATE_REPOS)', several)
    .option('--record', 'write what was found below content/verified, for records to show')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('verify --repo qemu=../qemu.git', 'verify --repo qemu=../qemu.git --repo xen=../xen.git --record', 'verify area/name --repo qemu=../qemu.git'),
    )
    .action(async (ids: readonly string[], { repo, json, record }: Options) => {
      const knowledge = await readKnowledge()
      if (record && ids.length > 0) throw new InputError([{ path: '', message: '`--record` writes what is found of all records; leave the ids out' }])
      const wanted = ids.length === 0 ? undefined : wantedBy(ids, knowledge)
      const clones = await openRepositories(repo, knowledge)
      try {
        const found = await verifyClaims(knowledge.entries.values(), clones, wanted)
        if (record) await writeRecords(found, clones)
        if (json) printJson(asData(found))
        else print(reportVerification(found, ids.length > 0, ({ claim }) => rangeInWords(claim.events)))
        done(found.claims.some(({ outcome }) => outcome === 'contradicted') ? 1 : 0)
      } finally {
        for (const { clone } of clones) clone.close()
      }
    })
}

/** The claims of records, or of all records of an area. @throws Error for what names neither */
function wantedBy(ids: readonly string[], knowledge: Knowledge): (claim: Claim) => boolean {
  const areas = new Set([...knowledge.features, ...knowledge.rules].map(({ data }) => folderOf(data.id)))
  const records = new Set(ids.filter((id) => !areas.has(id)).map((id) => findEntry(knowledge, id).data.id))
  return ({ record, area }) => records.has(record) || ids.includes(area)
}

async function writeRecords({ looked, claims }: Verification, clones: Awaited<ReturnType<typeof openRepositories>>): Promise<void> {
  const folder = join(places.content, 'verified')
  await mkdir(folder, { recursive: true })
  for (const [index, one] of looked.entries()) {
    const source = clones[index]?.clone.source
    const text = source && recordOf(one, source, claims, new Date().toISOString().slice(0, 10))
    if (text === undefined) continue
    const file = join(folder, `${one.repository}.yaml`)
    await writeFile(`${file}.${process.pid}`, text)
    await rename(`${file}.${process.pid}`, file)
    process.stderr.write(`canimigrate: wrote ${harmless(file)}; look at it and commit it\n`)
  }
}

function asData({ looked, claims }: Verification): object {
  const { all, areas } = countsOf(claims)
  return {
    repositories: looked.map(({ repository, head, releases }) => ({
      repository,
      head,
      releases: releases.length,
      oldest: releases[0]?.version,
      newest: releases.at(-1)?.version,
    })),
    counts: { ...all, areas: Object.fromEntries(areas) },
    claims: claims.map(({ claim, outcome, why, checks }) => ({
      record: claim.record,
      claim: claim.place,
      key: claim.key,
      component: claim.component,
      versions: claim.events.map(({ event, version }) => ({ event, version })),
      outcome,
      ...(why ? { why } : {}),
      checks: checks.map(({ repository, event, outcome: own, text }) => ({
        repository,
        ...(event ? { event: event.event, version: event.version } : {}),
        outcome: own,
        text,
      })),
    })),
  }
}
