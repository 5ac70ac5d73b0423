import { KIND_NAMES } from '../../lib/api/find/href.ts'
import { areaOf } from '../../lib/api/listing.ts'
import type { Knowledge } from '../../lib/model/index.ts'

/** What can be typed, where nothing was. */
const FORMS: readonly (readonly [what: string, ...examples: string[]])[] = [
  ['a name or an identifier', 'KVM_CAP_PPC_FWNMI', 'cap-cfpc=broken', 'capability 201'],
  ['words, also misspelt', 'large decrementer', 'XENFEAT_grant_map_identiy'],
  ['what a program said', 'State blocked by non-migratable CPU device (invtsc flag)'],
  ['a release', 'qemu 7.2', 'xen 4.17', 'linux 6.1'],
  ['a Message-ID or a commit', '839d893b4067'],
  ['a question', 'qemu 6.2 -> 7.2 power9', 'kvm hv to pr with a guest that uses scv'],
]

/** The page of a search without words. */
export function Start({ knowledge }: { knowledge: Knowledge }) {
  const counts: readonly (readonly [kind: string, count: number])[] = [
    ['feature', knowledge.features.length],
    ['policy', knowledge.policies.length],
    ['rule', knowledge.rules.length],
    ['release', [...knowledge.lines.values()].reduce((sum, { branches }) => sum + branches.length, 0)],
  ]
  return (
    <>
      <p>{counts.map(([kind, count]) => `${count} ${KIND_NAMES[kind]}`).join(', ')}, and the messages of the lists that were read. Type</p>
      <dl className="find-forms">
        {FORMS.map(([what, ...examples]) => (
          <div key={what}>
            <dt>{what}</dt>
            {examples.map((example) => (
              <dd key={example}>
                <a href={`/search?q=${encodeURIComponent(example)}`}>{example}</a>
              </dd>
            ))}
          </div>
        ))}
      </dl>
      <p className="row">
        <span>or look through an area:</span>
        {[...new Set(knowledge.features.map(({ data }) => areaOf(data.id)))].map((area) => (
          <a key={area} href={`/areas/${area}`}>
            {area}
          </a>
        ))}
      </p>
    </>
  )
}
