// Not from the folders' index: with it comes, in the npm package, all that other commands take from there, and one answer takes half as long again.
import { evaluate } from '../../evaluate/evaluate.ts'
import { reportMarkdown } from '../../evaluate/report/markdown.ts'
import { reportText } from '../../evaluate/report/text.ts'
import { validateQuestion } from '../../evaluate/validate.ts'
import { parseCmdline } from '../../input/cmdline.ts'
import type { ReadOptions } from '../../input/facts.ts'
import { parseShorthand } from '../../input/shorthand.ts'
import { withHost } from '../../input/with-host.ts'
import { type Answer, EXIT_STATUS, InputError, type Knowledge, type Profile } from '../../model/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { print, printJson } from '../output.ts'
import { readSpec } from '../spec.ts'

interface Options {
  from?: string
  to?: string
  at?: string
  guest?: string
  via?: string[]
  fromCmdline?: string
  toCmdline?: string
  fromHost?: string
  toHost?: string
  batch?: string
  json?: boolean
  markdown?: boolean
  proof?: boolean
  why?: string
  whyNot?: string
  since?: string
  /** Undefined where neither `--remedies` nor `--no-remedies` was given. */
  remedies?: boolean
}

/** `check`: can I migrate A to B? */
export const check: Register = (program, done) => {
  program
    .command('check')
    .description('can I migrate A to B? exit status: 0 yes, 1 no, 2 bad input, 3 conditional, 4 unknown')
    .argument('[A B...]', 'the source and the destination, in place of --from and --to')
    .option(
      '--from <A>',
      'the source: a file (QEMU command line, libvirt XML, xl config, QMP dump, JSON, YAML), - for stdin, or facts such as "qemu=7.2 linux=5.15 kvm=hv cpu=power9"',
    )
    .option('--to <B>', 'the destination, in the same forms')
    .option('--at <A>', 'no migration: does this guest work on this one host?')
    .option('--guest <facts>', 'what is known of the guest: "linux=5.10 uses=scv,-ail2"')
    .option('--via <C...>', 'hosts on the way, in order; what was fixed at boot stays')
    .option('--from-cmdline <line>', "the source's QEMU command line")
    .option('--to-cmdline <line>', "the destination's QEMU command line")
    .option('--from-host <H>', 'what the source command line does not say: facts or a file')
    .option('--to-host <H>', 'what the destination command line does not say')
    .option('--batch <file>', 'one {"id","from","to"} per line; one answer per line, in order, without remedies unless --remedies; - for stdin')
    .option('--proof', 'draw the whole proofs')
    .option('--why <finding>', 'the whole proof of what was found: a number of the answer, a record, or record:claim')
    .option('--why-not <verdict>', 'what keeps it from this verdict (yes, conditional, unknown), each with what it rests on')
    .option('--since <answer.json>', 'what changed since this answer, which --json gave earlier')
    .option('--markdown', 'answer as markdown')
    .option('--json', 'answer as JSON')
    .option('--remedies', 'look for changes that help: what one check does by itself, and a batch does not')
    .option('--no-remedies', 'do not look for changes that help')
    .addHelpText(
      'after',
      examples(
        'check --from "kvm=hv cpu=power9 linux=5.15 qemu=7.2" --to "kvm=pr cpu=power9 linux=5.15 qemu=7.2" --guest "uses=scv"',
        'check host-a.yaml host-b.yaml --json | jq .verdict',
        'check --from old.cmd --from-host "qemu=7.2 linux=5.15" --to new.cmd --to-host "qemu=8.1 linux=6.1"',
        'check --from vm.xml --from-host a.capabilities.xml --to vm.xml --to-host b.capabilities.xml',
        'probe | ssh other canimigrate check --from - --to new-host.yaml',
        'check --from-cmdline "qemu-system-ppc64 -M pseries-7.2 -accel kvm" --to-cmdline "qemu-system-ppc64 -M pseries-7.2 -accel kvm" --from-host "qemu=7.2 linux=5.15 kvm=hv cpu=power9" --to-host "qemu=8.1 linux=5.18 kvm=hv cpu=power9"',
        'check --at "arch=arm xen=4.5 guest.type=dom0 guest.linux=3.16"',
        'check --from a.yaml --to b.yaml --why 1',
        'check --from a.yaml --to b.yaml --why-not yes',
        'check --from a.yaml --to b.yaml --since last-month.json',
        'check --batch questions.ndjson',
      ),
    )
    .action(async (sides: readonly string[], given: Options) => {
      const options = withSides(given, sides)
      refuseMixed(options)
      if (options.batch !== undefined) return done(await (await import('../batch.ts')).answerBatch(options.batch, options.remedies === true))
      const knowledge = await readKnowledge({ answering: true })
      const question = await readQuestion(knowledge, options)
      const problems = validateQuestion(knowledge, question)
      if (problems.length > 0) throw new InputError(problems)
      const answer = evaluate(knowledge, { ...question, remedies: options.remedies !== false })
      if (isAbout(options)) await (await import('./check-about.ts')).showAbout(answer, knowledge, options)
      else show(answer, knowledge, options)
      done(EXIT_STATUS[answer.verdict])
    })
}

/** The options, with the two sides that were given as words. One word too many is nearly always a part of some facts without quotes around them. */
function withSides(options: Options, sides: readonly string[]): Options {
  const [from, to] = sides
  if (from === undefined) return options
  const named = (['from', 'to', 'at', 'batch', 'fromCmdline', 'toCmdline'] as const).some((name) => options[name] !== undefined)
  if (sides.length === 2 && !named) return { ...options, from, to: to as string }
  const how = 'put quotes around facts that go together: check "qemu=7.2 linux=5.15" "qemu=8.1 linux=6.1"'
  const what = named
    ? `\`${from}\` belongs to no option`
    : sides.length === 1
      ? `\`${from}\` is one side, and there is no other`
      : `there are ${sides.length} words for two sides`
  throw new InputError([{ path: 'from', message: `${what}; ${how}` }])
}

/** Whether it asks something about an answer. */
function isAbout({ why, whyNot, since }: Options): boolean {
  return why !== undefined || whyNot !== undefined || since !== undefined
}

function show(answer: Answer, knowledge: Knowledge, options: Options): void {
  if (options.json) printJson(answer)
  else if (options.markdown) print(reportMarkdown(answer, knowledge))
  else print(reportText(answer, knowledge, { proof: options.proof ? 'full' : 'short', remedies: options.remedies !== false }))
}

/** What cannot be asked together; the second would be passed over in silence. */
function refuseMixed(options: Options): void {
  const alone = options.batch !== undefined ? 'batch' : options.at !== undefined ? 'at' : undefined
  const others = ['since', 'why', 'why-not', 'at', 'from', 'to', 'from-cmdline', 'to-cmdline', 'from-host', 'to-host', 'guest', 'via'] as const
  const other = others.find(
    (name) =>
      name !== alone &&
      !(alone === 'at' && ['guest', 'since', 'why', 'why-not'].includes(name)) &&
      options[name.replace(/-(.)/, (_, letter: string) => letter.toUpperCase()) as keyof Options] !== undefined,
  )
  if (alone && other) throw new InputError([{ path: other, message: `\`--${alone}\` does not go with \`--${other}\`; give one of them` }])
}

async function readQuestion(knowledge: Knowledge, options: Options): Promise<{ source: Profile; destination: Profile; via?: Profile[] }> {
  const read = { options: knowledge.options }
  const from = options.at ?? options.from
  const to = options.at ?? options.to
  const source = await readSide('from', from, options.fromCmdline, options.fromHost, read)
  const destination = await readSide('to', to, options.toCmdline, options.toHost, read)
  const guest = options.guest === undefined ? undefined : parseShorthand(options.guest, { ...read, name: '--guest', prefix: 'guest.' })
  const via = await Promise.all((options.via ?? []).map((spec, index) => readSpec(spec, { ...read, name: `--via ${index + 1}` })))
  return { source: withHost(source, guest), destination, ...(via.length > 0 ? { via } : {}) }
}

async function readSide(
  which: 'from' | 'to',
  spec: string | undefined,
  cmdline: string | undefined,
  host: string | undefined,
  read: ReadOptions,
): Promise<Profile> {
  if (cmdline !== undefined) {
    if (spec !== undefined) throw new InputError([{ path: which, message: `give \`--${which}\` or \`--${which}-cmdline\`, not both` }])
    const vm = parseCmdline(cmdline, { ...read, name: `--${which}-cmdline` })
    return host === undefined ? vm : withHost(vm, await readSpec(host, { ...read, name: `--${which}-host` }))
  }
  if (spec === undefined)
    throw new InputError([
      {
        path: which,
        message: `\`--${which}\` is missing: give facts such as --${which} "qemu=7.2 linux=5.15 kvm=hv cpu=power9", a file, or --${which}-cmdline`,
      },
    ])
  const profile = await readSpec(spec, { ...read, name: `--${which}` })
  return host === undefined ? profile : withHost(profile, await readSpec(host, { ...read, name: `--${which}-host` }))
}
