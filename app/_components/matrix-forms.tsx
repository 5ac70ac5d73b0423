import { Fragment, type ReactNode } from 'react'
import { choicesOf } from '../../lib/api/choices.ts'
import { type MatrixFields, matrixQuery } from '../../lib/api/matrix/fields.ts'
import type { MatrixView } from '../../lib/api/matrix/view.ts'
import { type GridState, STATE_MEANINGS, STATE_SIGNS } from '../../lib/evaluate/index.ts'
import type { Knowledge } from '../../lib/model/index.ts'

interface Props {
  readonly knowledge: Knowledge
  readonly fields: MatrixFields
  readonly view: MatrixView | undefined
}

/** What to show: the kinds of matrices, and the form of the one that is shown. All of it is in the address. */
export function MatrixForms({ knowledge, fields, view }: Props) {
  const { feature, component, version } = fields
  const lines = [...knowledge.lines.keys()]
  const kind = view?.kind ?? (feature ? fields.view || 'feature' : version ? 'release' : 'component')
  const newest = knowledge.lines.get(lines.includes(component) ? component : 'qemu')?.branches.at(-1)?.name ?? ''
  const tabs: readonly (readonly [kind: string, name: string, href: string])[] = [
    ...lines.map((name) => ['component', name, `?component=${name}`] as const),
    ['release', 'one release', `?component=${lines.includes(component) ? component : 'qemu'}&version=${newest}`],
    ...(feature
      ? ([
          ['feature', 'one feature', `?${matrixQuery({ feature })}`],
          ['joint', 'pairs of versions', `?${matrixQuery({ feature, view: 'joint' })}`],
          ['direction', 'migration', `?${matrixQuery({ feature, view: 'direction' })}`],
        ] as const)
      : []),
  ]
  return (
    <>
      <nav aria-label="Kinds of matrices" className="row">
        {tabs.map(([of, name, href]) => (
          <Fragment key={name}>
            <a href={href} aria-current={of === kind && (of !== 'component' || name === (component || 'linux')) ? 'page' : undefined}>
              {name}
            </a>{' '}
          </Fragment>
        ))}
      </nav>
      {feature ? <FeatureForm knowledge={knowledge} fields={fields} view={view} kind={kind} /> : <ListForm knowledge={knowledge} fields={fields} view={view} />}
      {feature ? null : (
        <form action="/matrix" className="mx-form">
          <Labelled text="One feature, by id or name">
            <input name="feature" size={28} required autoComplete="off" spellCheck={false} />
          </Labelled>
          <button type="submit">Show</button>
        </form>
      )}
    </>
  )
}

/** Rows of a component's matrix, or of a release. */
function ListForm({ knowledge, fields, view }: Props) {
  const { version } = fields
  return (
    <form action="/matrix" className="mx-form">
      <Labelled text="Component">
        <Choice name="component" value={fields.component || (version ? 'qemu' : 'linux')} words={componentsOf(knowledge)} />
      </Labelled>
      {version ? (
        <Labelled text="Release">
          <input name="version" size={7} defaultValue={version} required />
        </Labelled>
      ) : null}
      {view?.areas ? (
        <Labelled text="Area">
          <Choice
            name="area"
            value={fields.area}
            words={[['all', 'every area'], ...view.areas.map(([area, count]) => [area, `${area} (${count})`] as const)]}
          />
        </Labelled>
      ) : (
        <Labelled text="Area">
          <input name="area" size={10} defaultValue={fields.area} />
        </Labelled>
      )}
      <Labelled text="Architecture">
        <Choice name="arch" value={fields.arch} words={[['', 'any'], ...choicesOf(knowledge, 'arch').map(({ word }) => [word, word] as const)]} />
      </Labelled>
      <Labelled text="Words">
        <input name="text" size={12} defaultValue={fields.text} />
      </Labelled>
      <Labelled text="Somewhere">
        <Choice
          name="state"
          value={fields.states[0] ?? ''}
          words={[['', 'any state'], ...STATES.map((state) => [state, `${STATE_SIGNS[state]} ${STATE_MEANINGS[state]}`] as const)]}
        />
      </Labelled>
      {version ? null : <Range fields={fields} />}
      {version ? null : <Check name="changes" checked={fields.changes} text="only what changes" />}
      {version ? null : <Check name="every" checked={fields.every} text="each release" />}
      <button type="submit">Show</button>
    </form>
  )
}

const STATES: readonly GridState[] = ['supported', 'partial', 'absent', 'reserved', 'withdrawn', 'unknown', 'mixed']

/** Those with releases first. */
function componentsOf({ lines, features }: Knowledge): string[] {
  return [...new Set([...lines.keys(), ...features.flatMap(({ data }) => data.support.map(({ component }) => component))])]
}

/** One feature: over releases, over pairs of them, or from one to another. */
function FeatureForm({ knowledge, fields, view, kind }: Props & { kind: string }) {
  const components = view?.components && view.components.length > 0 ? view.components : [...knowledge.lines.keys()]
  return (
    <form action="/matrix" className="mx-form">
      <Labelled text="Feature, by id or name">
        <input name="feature" size={28} defaultValue={fields.feature} required autoComplete="off" spellCheck={false} />
      </Labelled>
      {kind === 'joint' || kind === 'direction' ? <input type="hidden" name="view" value={kind} /> : null}
      {kind === 'joint' ? (
        <Labelled text="Rows">
          <Choice name="down" value={fields.down} words={components} />
        </Labelled>
      ) : null}
      <Labelled text={kind === 'joint' ? 'Columns' : 'Component'}>
        <Choice
          name="component"
          value={fields.component}
          words={kind === 'feature' ? [['', 'all'], ...all(view).map((one) => [one, one] as const)] : components}
        />
      </Labelled>
      {kind === 'joint' || kind === 'direction' ? (
        <Labelled text="Host, VM and guest" wide>
          <input className="mono" name="host" placeholder="arch=… accel=… cpu=… machine=…" defaultValue={fields.host} spellCheck={false} autoComplete="off" />
        </Labelled>
      ) : (
        <Labelled text="Architecture">
          <Choice name="arch" value={fields.arch} words={[['', 'any'], ...choicesOf(knowledge, 'arch').map(({ word }) => [word, word] as const)]} />
        </Labelled>
      )}
      {kind === 'joint' ? null : <Range fields={fields} />}
      <Check name="every" checked={fields.every} text="each release" />
      <button type="submit">Show</button>
    </form>
  )
}

/** Components that the feature has statements for, with or without releases. */
function all(view: MatrixView | undefined): string[] {
  return [...new Set(view?.entry?.data.support.map(({ component }) => component) ?? [])]
}

function Range({ fields }: { fields: MatrixFields }) {
  return (
    <>
      <Labelled text="From">
        <input name="from" size={6} defaultValue={fields.from} />
      </Labelled>
      <Labelled text="To">
        <input name="to" size={6} defaultValue={fields.to} />
      </Labelled>
    </>
  )
}

function Labelled({ text, wide = false, children }: { text: string; wide?: boolean; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className={wide ? 'mx-wide' : undefined}>
      {text} {children}
    </label>
  )
}

function Check({ name, checked, text }: { name: string; checked: boolean; text: string }) {
  return (
    <label className="mx-check">
      <input type="checkbox" name={name} value="1" defaultChecked={checked} /> {text}
    </label>
  )
}

function Choice({ name, value, words }: { name: string; value: string; words: readonly (string | readonly [value: string, text: string])[] }) {
  return (
    <select name={name} defaultValue={value}>
      {words.map((word) => {
        const [of, text] = typeof word === 'string' ? [word, word] : word
        return (
          <option key={of} value={of}>
            {text}
          </option>
        )
      })}
    </select>
  )
}
