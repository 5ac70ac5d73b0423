import type { Asked } from '../../lib/api/ask.ts'
import { choicesOf } from '../../lib/api/choices.ts'
import type { Fields } from '../../lib/api/fields.ts'
import { PICKERS, type Picked, type Picker, type PickerPlace, pickedIn } from '../../lib/api/pickers.ts'
import { type Understood, understood } from '../../lib/api/understood.ts'
import type { Knowledge } from '../../lib/model/index.ts'

interface Props {
  readonly fields: Fields
  readonly asked: Asked
  readonly knowledge: Knowledge
  /** Where the script is that evaluates in the browser. */
  readonly worker?: string | undefined
}

/** The form of a question: choices for each host and the VM, and the texts that say all. Sent by POST, for texts too long for an address. */
export function CheckForm({ fields, asked, knowledge, worker }: Props) {
  const picked = pickedIn(knowledge, fields)
  return (
    <form action="/check/ask" method="post" id="question" className="check-form" data-worker={worker} data-knowledge={knowledge.digest}>
      <div id="form-problems">
        <Problems asked={asked} field="" />
      </div>
      <div className="sides">
        <Side
          name="from"
          label="From"
          example="kvm=hv cpu=power9 linux=5.15 qemu=7.2 machine=pseries-6.2"
          fields={fields}
          asked={asked}
          knowledge={knowledge}
          picked={picked}
        />
        <Side name="to" label="To" example="kvm=hv cpu=power9 linux=6.1 qemu=9.1" fields={fields} asked={asked} knowledge={knowledge} picked={picked} />
      </div>
      <div className="sides vm-and-guest">
        <fieldset>
          <legend>The VM</legend>
          <Pickers place="vm" pickers={PICKERS.vm} picked={picked} knowledge={knowledge} />
        </fieldset>
        <fieldset>
          <legend>The guest inside</legend>
          <Pickers place="guest" pickers={PICKERS.guest} picked={picked} knowledge={knowledge} />
          <Line name="guest" label="What is known of the guest" text={fields.guest} asked={asked} field="guest" example="linux=5.10 uses=scv" />
        </fieldset>
      </div>
      {fields.via.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two hosts on the way may be alike
        <Line key={index} name="via" label={`By way of ${index + 1}`} text={text} asked={asked} field={`via.${index}`} />
      ))}
      <details>
        <summary>Add a host on the way</summary>
        <Line name="via" label={`By way of ${fields.via.length + 1}`} text="" asked={asked} field="" example="kvm=hv cpu=power9 linux=5.15 qemu=7.2" />
      </details>
      <p>
        <button type="submit">Check</button> <a href="/check">clear</a> <span className="small soft" id="check-note" role="status" />
      </p>
      <div id="known-words">
        <KnownWords fields={fields} knowledge={knowledge} />
      </div>
    </form>
  )
}

/** The words to choose from, of each fact once; machine types and CPU models of the question's architecture. */
export function KnownWords({ fields, knowledge }: { fields: Fields; knowledge: Knowledge }) {
  const { vm, to } = pickedIn(knowledge, fields)
  const arch = [vm, to].map((facts) => facts.arch ?? archOf(knowledge, facts)).find((one) => one !== undefined)
  const keys = [...PICKERS.host, ...PICKERS.vm].map(({ key }) => key).filter((key) => !isShort(knowledge, key))
  return keys.map((key) => (
    <datalist key={key} id={`known-${key}`}>
      {choicesOf(knowledge, key, key === 'machine' || key === 'vcpu' ? arch : undefined).map(({ word, about }) => (
        <option key={word} value={word} label={about} />
      ))}
    </datalist>
  ))
}

/** What a side's pasted text was understood as. */
export function ReadOut({ text, knowledge }: { text: string; knowledge: Knowledge }) {
  const read = understood(knowledge, text)
  if (!read) return null
  return (
    <div className="read-out">
      {read.rest.length > 0 ? (
        <>
          <strong>Not understood in this {read.form}</strong>
          <ul>
            {unique(read.rest.map(({ text, line }) => `${line === undefined ? '' : `line ${line}: `}${text}`)).map((one) => (
              <li key={one}>
                <bdi className="mono">{one}</bdi>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <details>
        <summary>
          Understood as a {read.form}: {counted(read.facts.length, 'fact')}, {counted(read.parts.length, 'part')}
          {read.rest.length > 0 ? '' : ', all of it'}
        </summary>
        <Taken read={read} />
      </details>
    </div>
  )
}

function Taken({ read }: { read: Understood }) {
  return (
    <ul className="taken">
      {read.facts.map(({ key, value, place }) => (
        <li key={key}>
          <bdi className="mono">
            {key}={value}
          </bdi>
          {place ? <span className="soft"> {place}</span> : null}
        </li>
      ))}
      {read.parts.map(({ kind, driver, properties }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two parts may be alike
        <li key={index}>
          <bdi className="mono">{[`${kind} ${driver}`, ...Object.entries(properties).map(([key, value]) => `${key}=${value}`)].join(' ')}</bdi>
        </li>
      ))}
    </ul>
  )
}

/** What is wrong with a field. */
export function Problems({ asked, field }: { asked: Asked; field: string }) {
  const problems = asked.problems.filter((problem) => problem.field === field)
  return problems.length === 0 ? null : (
    <ul className="error">
      {problems.map(({ message }) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  )
}

type SideProps = Props & { readonly name: 'from' | 'to'; readonly label: string; readonly example: string; readonly picked: Picked }

function Side({ name, label, example, fields, asked, knowledge, picked }: SideProps) {
  const text = fields[name]
  const host = name === 'from' ? fields.fromHost : fields.toHost
  return (
    <fieldset>
      <legend>{name === 'from' ? 'The host it leaves' : 'The host it goes to'}</legend>
      <details open={!asked.answer}>
        <summary>Choose</summary>
        <Pickers place={name} pickers={PICKERS.host} picked={picked} knowledge={knowledge} />
      </details>
      <label htmlFor={name}>{label}</label>
      <p className="small soft hint" id={`${name}-hint`}>
        The same as text, or paste a QEMU command line, libvirt XML, an xl configuration, or what <code>virsh capabilities</code> and <code>uname -a</code> say
      </p>
      <textarea
        id={name}
        name={name}
        rows={Math.min(asked.answer ? 6 : 14, Math.max(3, text.split('\n').length + 1))}
        defaultValue={text}
        placeholder={example}
        spellCheck={false}
        dir="auto"
        aria-invalid={asked.problems.some(({ field }) => field === name)}
        aria-describedby={`${name}-problems ${name}-hint`}
      />
      <div id={`${name}-problems`}>
        <Problems asked={asked} field={name} />
      </div>
      <div id={`${name}-read`}>
        <ReadOut text={text} knowledge={knowledge} />
      </div>
      <details open={host !== ''}>
        <summary>Of the host, beside what was pasted</summary>
        <input
          name={`${name}-host`}
          aria-label={`${label}: facts of the host`}
          className="mono"
          defaultValue={host}
          placeholder="qemu=7.2 linux=5.15 kvm=hv cpu=power9"
          spellCheck={false}
        />
      </details>
    </fieldset>
  )
}

function Pickers({ place, pickers, picked, knowledge }: { place: PickerPlace; pickers: readonly Picker[]; picked: Picked; knowledge: Knowledge }) {
  return (
    <div className="pickers">
      {pickers.map((picker) => (
        <Choose key={picker.key} place={place} picker={picker} value={picked[place][picker.key] ?? ''} knowledge={knowledge} />
      ))}
    </div>
  )
}

/** A choice, and what it was, so that it counts only when somebody changed it. */
function Choose({ place, picker: { key, label, preset }, value, knowledge }: { place: PickerPlace; picker: Picker; value: string; knowledge: Knowledge }) {
  const id = `pick.${place}.${key}`
  const fact = place === 'guest' ? `guest.${key}` : key
  const shown = value || (preset ?? '')
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      {isShort(knowledge, fact) ? (
        <select id={id} name={id} defaultValue={shown}>
          <option value="">–</option>
          {[...new Set([...choicesOf(knowledge, fact).map(({ word }) => word), ...(value ? [value] : [])])].map((word) => (
            <option key={word}>{word}</option>
          ))}
        </select>
      ) : (
        <input id={id} name={id} list={`known-${key}`} className="mono" defaultValue={shown} size={12} autoComplete="off" spellCheck={false} />
      )}
      <input type="hidden" name={`was.${place}.${key}`} value={value} />
    </div>
  )
}

/** So few words that all can be shown at once. */
function isShort(knowledge: Knowledge, fact: string): boolean {
  const { length } = choicesOf(knowledge, fact)
  return length > 0 && length <= 8
}

function Line({ name, label, text, asked, field, example }: { name: string; label: string; text: string; asked: Asked; field: string; example?: string }) {
  const id = `${name}-${field || 'more'}`
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        className="mono"
        defaultValue={text}
        placeholder={example}
        spellCheck={false}
        autoComplete="off"
        aria-describedby={field ? `${field}-problems` : undefined}
      />
      {field ? (
        <div id={`${field}-problems`}>
          <Problems asked={asked} field={field} />
        </div>
      ) : null}
    </div>
  )
}

function archOf(knowledge: Knowledge, { cpu, machine }: Readonly<Record<string, string>>): string | undefined {
  const about = (fact: string, word: string | undefined) => choicesOf(knowledge, fact).find((one) => one.word === word)?.about
  return about('cpu', cpu) ?? about('machine', machine)
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)]
}
