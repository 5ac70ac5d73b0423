import type { CheckReply, CheckRequest } from './check-worker.ts'

/** Refines the answer of `/check` as the question is edited: in a thread of this browser, or where that cannot be had by asking the server. */
const form = document.querySelector<HTMLFormElement>('form#question')
if (form) follow(form)

/** How long typing has to rest, in milliseconds. */
const REST = 250
/** After which it is said that an answer takes a while. */
const PATIENCE = 400
/** After which the server is asked, as long as what the thread needs is still on its way. */
const LOADING = 6000

function follow(form: HTMLFormElement): void {
  const tell = (line: string): void => {
    const note = document.querySelector('#check-note')
    if (note) note.textContent = line
  }
  const state = { timer: 0, busy: false, next: undefined as Ask | undefined, owed: false }
  const result = document.querySelector('#result')
  /** Whether what is shown is the answer to another question than the one that the form holds by now. */
  const outdated = (is: boolean): void => {
    if (is) result?.setAttribute('aria-busy', 'true')
    else result?.removeAttribute('aria-busy')
  }

  const run = async (ask: Ask): Promise<void> => {
    outdated(true)
    if (state.busy) {
      state.owed ||= state.next?.step ?? false
      state.next = ask
      return
    }
    state.busy = true
    form.setAttribute('aria-busy', 'true')
    const waiting = setTimeout(() => tell('evaluating …'), PATIENCE)
    try {
      const reply = await answerTo(form, ask)
      // What came in between is not overwritten. A step that is overtaken is still one.
      if (state.next || state.timer !== 0) state.owed ||= ask.step
      else {
        show(form, { ...ask, step: ask.step || state.owed }, reply)
        state.owed = false
        outdated(false)
      }
    } finally {
      clearTimeout(waiting)
      state.busy = false
      form.removeAttribute('aria-busy')
      const next = state.next
      state.next = undefined
      if (next) run(next)
    }
  }
  const now = (ask: Ask): void => {
    clearTimeout(state.timer)
    state.timer = 0
    run(ask).catch(() => tell('no answer: is the site still there?'))
  }

  for (const event of ['focusin', 'pointerdown'] as const) form.addEventListener(event, () => thread(form), { once: true })
  form.addEventListener('input', ({ target }) => {
    if (!isText(target)) return
    outdated(true)
    clearTimeout(state.timer)
    state.timer = window.setTimeout(() => now({ query: queryOfForm(form), step: false }), REST)
  })
  form.addEventListener('change', ({ target }) => {
    if (!isText(target)) now({ query: queryOfForm(form), step: false })
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    now({ query: queryOfForm(form), step: true })
  })
  result?.addEventListener('click', (event) => {
    const { target, button, ctrlKey, metaKey, shiftKey, altKey } = event as MouseEvent
    const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a[href^="/check?"]') : null
    if (!link || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return
    event.preventDefault()
    now({ query: new URL(link.href).search.slice(1), step: true })
  })
  result?.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return
    event.preventDefault()
    now({ query: queryOfForm(event.target), step: true })
  })
  result?.addEventListener('change', ({ target }) => {
    const missing = target instanceof HTMLInputElement ? target.form : null
    if (missing) now({ query: queryOfForm(missing), step: false, keep: true })
  })
  addEventListener('popstate', () => now({ query: location.search.slice(1), step: false, back: true }))
}

/** A question to answer. */
interface Ask {
  readonly query: string
  /** Somebody decided something: a new entry in the history, and the answer is gone to. Else it replaces the last. */
  readonly step: boolean
  /** What is typed into now goes on to be. */
  readonly keep?: boolean
  readonly back?: boolean
}

interface Reply {
  readonly shown: Shown
  readonly by: 'browser' | 'server'
  readonly milliseconds: number
}

async function answerTo(form: HTMLFormElement, ask: Ask): Promise<Reply> {
  const began = performance.now()
  const reply = await inThread(form, ask.query)
  const shown = reply ?? (await byServer(ask.query, queryOfForm(form)))
  return { shown, by: reply ? 'browser' : 'server', milliseconds: performance.now() - began }
}

function show(form: HTMLFormElement, ask: Ask, { shown, by, milliseconds }: Reply): void {
  if (!fill(form, shown)) return location.assign(shown.address === undefined ? '/check' : `/check?${shown.address}`)
  for (const [id, html] of Object.entries(shown.parts)) replace(id, html)
  if (!ask.back) remember(shown.address, ask.step)
  const note = document.querySelector('#check-note')
  if (note) note.textContent = shown.note
  if (ask.step) document.querySelector<HTMLElement>('#answer')?.scrollIntoView({ block: 'nearest' })
  form.dispatchEvent(new CustomEvent('answered', { bubbles: true, detail: { by, answer: shown.answer, milliseconds } }))
}

interface Shown {
  readonly fields?: Readonly<Record<string, string>>
  readonly via?: readonly string[]
  readonly picked?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly parts: Readonly<Record<string, string>>
  readonly address: string | undefined
  readonly answer?: unknown
  readonly note: string
}

let worker: Worker | undefined | null
let hasLoaded = false

/** The thread that evaluates; null where there is none to be had. */
function thread(form: HTMLFormElement): Worker | null {
  if (worker !== undefined) return worker
  const { worker: address } = form.dataset
  try {
    worker = address ? new Worker(address, { type: 'module' }) : null
  } catch {
    worker = null
  }
  // Loads what it needs before the first question is there.
  worker?.postMessage({ digest: form.dataset.knowledge ?? '', query: '', form: '' } satisfies CheckRequest)
  if (worker) pending.push(() => (hasLoaded = true))
  worker?.addEventListener('message', ({ data }: MessageEvent<CheckReply>) => pending.shift()?.(data))
  worker?.addEventListener('error', () => {
    worker = null
    for (const done of pending.splice(0)) done(undefined)
  })
  return worker
}

/** Who waits for what the thread says, in order. */
const pending: ((reply: CheckReply | undefined) => void)[] = []

async function inThread(form: HTMLFormElement, query: string): Promise<Shown | undefined> {
  const evaluator = thread(form)
  if (!evaluator) return undefined
  const reply = await new Promise<CheckReply | undefined>((done) => {
    pending.push(done)
    evaluator.postMessage({ digest: form.dataset.knowledge ?? '', query, form: queryOfForm(form) } satisfies CheckRequest)
    if (!hasLoaded) setTimeout(() => hasLoaded || done(undefined), LOADING)
  })
  if (!reply?.ok) return undefined
  const { fields, picked, parts, address, answer, problems } = reply
  const { from, fromHost, to, toHost, guest, via } = fields
  const note = answer ? `${answer.verdict}, evaluated in this browser` : problems > 0 ? 'something in the question is not known, see there' : ''
  return {
    fields: { from, 'from-host': fromHost, to, 'to-host': toHost, guest },
    via,
    picked,
    parts,
    address,
    answer,
    note: address === undefined ? `${note}; too long for an address` : note,
  }
}

/** The same from the page that the server makes of the question. */
async function byServer(query: string, form: string): Promise<Shown> {
  const given = new URLSearchParams(query)
  const body = given.get('kept') === '' ? new URLSearchParams([...new URLSearchParams(form), ...[...given].filter(([name]) => name !== 'kept')]) : given
  const response = await fetch('/check/ask', { method: 'POST', body })
  if (!response.ok) throw new Error(`/check/ask: ${response.status}`)
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const parts = [...page.querySelectorAll('#question [id$="-problems"], #question [id$="-read"], #known-words, #result')].map(
    (part) => [part.id, part.innerHTML] as const,
  )
  const theirs = page.querySelector<HTMLFormElement>('form#question')
  const values = theirs ? [...new URLSearchParams(queryOfForm(theirs))] : []
  const of = (start: string) => Object.fromEntries(values.filter(([name]) => name.startsWith(start)).map(([name, value]) => [name.slice(start.length), value]))
  const verdict = page.querySelector('.verdict h2')?.textContent?.toLowerCase()
  return {
    fields: Object.fromEntries(values.filter(([name]) => !/^(pick|was)\.|^via$/.test(name))),
    via: values.flatMap(([name, value]) => (name === 'via' && value !== '' ? [value] : [])),
    picked: { from: of('was.from.'), to: of('was.to.'), vm: of('was.vm.'), guest: of('was.guest.') },
    parts: Object.fromEntries(parts),
    address: new URL(response.url).search.slice(1),
    note: verdict ? `${verdict}, evaluated by the server` : '',
  }
}

/** Writes the question's texts and choices into the form, but where somebody types. @returns false where the form has no place for them */
function fill(form: HTMLFormElement, { fields = {}, via = [], picked = {} }: Shown): boolean {
  for (const [name, text] of Object.entries(fields)) set(form.elements.namedItem(name), text)
  for (const [place, facts] of Object.entries(picked)) {
    for (const was of form.querySelectorAll<HTMLInputElement>(`input[name^="was.${place}."]`)) {
      const value = facts[was.name.slice(`was.${place}.`.length)] ?? ''
      if (value === was.value) continue
      was.value = value
      const choice = form.elements.namedItem(was.name.replace(/^was/, 'pick'))
      if (choice instanceof HTMLSelectElement && ![...choice.options].some((one) => one.value === value)) choice.add(new Option(value))
      set(choice, value)
    }
  }
  const written = [...form.querySelectorAll<HTMLInputElement>('input[name="via"]')].map(({ value }) => value.trim()).filter(Boolean)
  return written.join('\n') === via.join('\n')
}

function set(field: Element | RadioNodeList | null, value: string): void {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement)) return
  if (field.value === value || (field === document.activeElement && isText(field))) return
  field.value = value
  if (!(field instanceof HTMLTextAreaElement)) return
  field.rows = Math.min(14, Math.max(field.rows, value.split('\n').length + 1))
}

/** Puts new content into a part of the page; what was folded out stays so, and who was in it stays where they were. */
function replace(id: string, html: string): void {
  const part = document.getElementById(id)
  if (!part || part.innerHTML === html) return
  const focused = part.contains(document.activeElement) ? document.activeElement : null
  const name = focused instanceof HTMLInputElement ? focused.name : undefined
  const typed = focused instanceof HTMLInputElement ? focused.value : ''
  const summaries = (open: string) => [...part.querySelectorAll<HTMLDetailsElement>(`details${open}`)]
  const open = new Set(summaries('[open]').map((one) => one.querySelector('summary')?.textContent))
  part.innerHTML = html
  for (const one of summaries(':not([open])')) if (open.has(one.querySelector('summary')?.textContent)) one.open = true
  if (!focused) return
  const again = name === undefined ? null : part.querySelector<HTMLInputElement>(`input[name="${CSS.escape(name)}"]`)
  if (again) again.value = typed
  const target = again ?? part.querySelector<HTMLElement>('.verdict h2')
  if (target && !again) target.tabIndex = -1
  target?.focus({ preventScroll: again !== null })
}

function remember(address: string | undefined, step: boolean): void {
  const url = address === undefined || address === '' ? '/check' : `/check?${address}`
  if (url === location.pathname + location.search) return
  if (step) history.pushState(null, '', url)
  else history.replaceState(null, '', url)
}

/** A form's texts; files are not among them. */
function queryOfForm(form: HTMLFormElement): string {
  return new URLSearchParams([...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string')).toString()
}

/** Whether text is written there, rather than something chosen. */
function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !target.name.startsWith('pick.'))
}
