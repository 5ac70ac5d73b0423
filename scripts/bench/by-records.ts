import { buildKnowledge, evaluate } from '../../lib/evaluate/index.ts'
import { type Entry, type Knowledge, RecordData } from '../../lib/model/index.ts'
import { CAPS, type Cap, RELEASES, numberOf } from './caps.ts'
import { type Bits, DESTINATION, type Question, SOURCE, STREAM } from './questions.ts'

const EVIDENCE = [{ kind: 'test', what: 'a table of the bench', outcome: 'as stated', checked: '2026-11-21' }]

/** The questions as records, answered by the evaluator. */
export function byRecords(proofs: boolean): (question: Question) => Bits {
  const knowledge = questionKnowledge()
  return ({ source, destination }) => {
    const { start, stream } = evaluate(knowledge, { source, destination, remedies: false, proofs })
    return (start.source === 'yes' ? SOURCE : 0) | (start.destination === 'yes' ? DESTINATION : 0) | (stream === 'accepted' ? STREAM : 0)
  }
}

function questionKnowledge(): Knowledge {
  return buildKnowledge([releases(), machines(), ...CAPS.map(feature)].map(entry))
}

function entry(data: unknown): Entry {
  const parsed = RecordData.parse(data)
  return { data: parsed, revision: '00000000', path: `${parsed.id}.md`, body: '' }
}

function releases(): object {
  const branches = RELEASES.map((name) => ({ name, releases: [{ version: `${name}.0` }] }))
  return { kind: 'release-line', id: 'releases/qemu', title: 'QEMU', summary: 'QEMU', component: 'qemu', branches, evidence: EVIDENCE }
}

function machines(): object {
  return {
    kind: 'rule',
    id: 'rules/machines',
    title: 'Machines',
    summary: 'Machines',
    vocabulary: [
      {
        fact: 'machine',
        component: 'qemu',
        values: RELEASES.map((release) => ({ name: `pseries-${release}`, versions: [{ introduced: release }] })),
        evidence: EVIDENCE,
      },
    ],
    clauses: [{ id: 'machine', stage: 'stream', if: { differs: 'machine' }, effect: 'refused', summary: 'another machine', evidence: EVIDENCE }],
  }
}

function feature({ name, values, defaults, since, needsKvm }: Cap): object {
  const isSwitch = values[0] === 'off'
  const value = (index: number): unknown => (isSwitch ? index === 1 : values[index])
  // Machine types by their default, oldest default first.
  const groups = new Map<number, string[]>()
  for (const release of RELEASES) {
    const index = defaults.find(({ from }) => numberOf(from) <= numberOf(release))?.value ?? 0
    groups.set(index, [...(groups.get(index) ?? []), `pseries-${release}`])
  }
  return {
    kind: 'feature',
    id: `ppc/${name}`,
    title: name,
    summary: name,
    rely: 'yes',
    surface: { kind: 'other', text: name },
    control: { by: 'machine-option', text: name, option: name, versions: { component: 'qemu', events: [{ introduced: since }] } },
    values: isSwitch ? { type: 'boolean' } : { type: 'enum', order: values },
    applies: { arch: 'ppc64' },
    support: [...groups].map(([index, names]) => ({ component: 'machine', when: { machine: names }, value: value(index), evidence: EVIDENCE })),
    migration: [{ id: 'value', stage: 'stream', compare: 'dst>=src', lowered: { effect: 'refused' }, summary: `${name} is lower`, evidence: EVIDENCE }],
    clauses: needsKvm
      ? [{ id: 'tcg', stage: 'start', if: { accel: 'tcg', [`ppc/${name}`]: true }, effect: 'refused', summary: `TCG has no ${name}`, evidence: EVIDENCE }]
      : [],
  }
}
