import { readFile } from 'node:fs/promises'
import { evaluateFleet, reportFleet, validateFleet } from '../../evaluate/index.ts'
import { parseFleet } from '../../input/index.ts'
import { type Fleet, type FleetAnswer, InputError, type Knowledge } from '../../model/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { print, printJson } from '../output.ts'

/** `fleet`: where may the VMs of these hosts go, and in what order can the hosts be upgraded? */
export const fleet: Register = (program, done) => {
  program
    .command('fleet <file>')
    .description(
      'hosts × hosts: where each VM may go, what to start it with to go everywhere, and an order of upgrades that strands none. Exit status: 0 all is well, 1 some upgrade is impossible or some VM cannot go everywhere, 2 bad input, 4 not decided',
    )
    .option('--accept <verdict>', 'the least verdict with which a VM is moved: yes (default) or conditional')
    .option('--no-baseline', 'do not look for options under which a VM goes everywhere')
    .option('--steps <n>', 'steps of the upgrade to print; default 60')
    .option('--json', 'as JSON, with whole matrices')
    .addHelpText(
      'after',
      `
The file, YAML or JSON (- for stdin):

  hosts:
    a1: "qemu=7.2 linux=5.15 kvm=hv cpu=power9"
    rack: {profile: "qemu=8.2 linux=6.1 kvm=hv cpu=power9", count: 4, room: 8}
  vms:
    web: {definition: "machine=pseries-6.2", guest: "uses=none linux=5.10",
          host: rack, count: 8}
    db: {definition: "qemu-system-ppc64 -M pseries-7.2 -accel kvm", host: a1}
  upgrade:
    rack: "qemu=9.1 linux=6.6"
${examples('fleet fleet.yaml', 'fleet fleet.yaml --accept conditional', 'fleet fleet.yaml --json | jq .upgrade.steps')}`,
    )
    .action(async (file: string, options: { accept?: string; baseline: boolean; steps?: string; json?: boolean }) => {
      const knowledge = await readKnowledge()
      const asked = accepting(await readFleet(knowledge, file), options.accept)
      const answer = evaluateFleet(knowledge, asked, { baseline: options.baseline })
      if (options.json) printJson(answer)
      else print(reportFleet(answer, options.steps === undefined ? {} : { steps: wholeNumber(options.steps) }))
      done(statusOf(answer))
    })
}

async function readFleet(knowledge: Knowledge, file: string): Promise<Fleet> {
  const fail = (error: NodeJS.ErrnoException): never => {
    throw new InputError([{ path: 'fleet', message: `\`${file}\` cannot be read (${error.code}); name a YAML or JSON file with \`hosts\` and \`vms\`` }])
  }
  const text = file === '-' ? await textOf(process.stdin) : await readFile(file, 'utf8').catch(fail)
  const fleet = parseFleet(text.replace(/^\ufeff/, ''), { options: knowledge.options, name: file === '-' ? 'stdin' : file })
  const problems = validateFleet(knowledge, fleet)
  if (problems.length > 0) throw new InputError(problems)
  return fleet
}

async function textOf(stream: NodeJS.ReadStream): Promise<string> {
  let text = ''
  for await (const part of stream.setEncoding('utf8')) text += part
  return text
}

function accepting(fleet: Fleet, accept: string | undefined): Fleet {
  if (accept === undefined) return fleet
  if (accept !== 'yes' && accept !== 'conditional')
    throw new InputError([{ path: 'accept', message: `\`--accept ${accept.slice(0, 40)}\` is not known; it takes yes, conditional` }])
  return { ...fleet, accept }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InputError([{ path: 'steps', message: `\`--steps ${text.slice(0, 40)}\` is not a whole number` }])
  return Number(text)
}

function statusOf({ upgrade, definitions }: FleetAnswer): number {
  if (upgrade) return { order: 0, impossible: 1, undecided: 4 }[upgrade.status]
  return definitions.every(({ domains }) => domains.length === 1) ? 0 : 1
}
