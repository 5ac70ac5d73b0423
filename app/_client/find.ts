/** Results while somebody types in a search box, as a combobox with a list (ARIA APG). Without this script the form goes to /search. */

interface Hit {
  readonly id: string
  readonly kind: string
  readonly title: string
  readonly summary: string
  readonly snippet: string
  readonly page: string
  readonly marks: Readonly<Record<'title' | 'summary' | 'snippet', readonly (readonly [number, number])[]>>
}
interface Message {
  readonly subject: string
  readonly date: string
  readonly from: { readonly name: string }
  readonly url: string
}
interface Found {
  readonly direct?: { readonly kind: string; readonly title: string; readonly href?: string; readonly says?: string }
  readonly hits: readonly Hit[]
  readonly total: number
  readonly near: readonly { readonly id: string; readonly title: string; readonly page: string }[]
  readonly messages?: { readonly total: number; readonly hits: readonly Message[] }
}
interface Option {
  readonly group: string
  readonly href: string
  readonly title: string | Node
  readonly says?: string | Node
}

const GROUPS: Readonly<Record<string, string>> = {
  feature: 'features',
  policy: 'policies',
  release: 'releases',
  rule: 'rules',
  area: 'areas',
  'release-line': 'release lines',
  source: 'sources',
}
/** Milliseconds without a key before records, and before messages, are asked for. */
const PAUSE = 50
const MAIL_PAUSE = 300
const MOST = 8
const known = new Map<string, Promise<Found>>()

for (const [index, form] of document.querySelectorAll<HTMLFormElement>('search form').entries()) {
  const input = form.querySelector<HTMLInputElement>('input[name="q"]')
  if (input) attach(form, input, `find-${index}`)
}

function attach(form: HTMLFormElement, input: HTMLInputElement, id: string): void {
  const list = element('div', 'find-list', { id, role: 'listbox', 'aria-label': 'Results' })
  const status = element('div', 'sr', { role: 'status' })
  list.hidden = true
  form.append(list, status)
  for (const [name, value] of Object.entries({
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': id,
    autocomplete: 'off',
  }))
    input.setAttribute(name, value)
  let [options, active, shown, timer, mailTimer] = [[] as HTMLElement[], -1, '', 0, 0]

  const close = (): void => {
    list.hidden = true
    active = -1
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
    clearTimeout(timer)
    clearTimeout(mailTimer)
  }
  const choose = (index: number): void => {
    options[active]?.setAttribute('aria-selected', 'false')
    active = index
    const option = options[active]
    option?.setAttribute('aria-selected', 'true')
    option?.scrollIntoView({ block: 'nearest' })
    if (option) input.setAttribute('aria-activedescendant', option.id)
    else input.removeAttribute('aria-activedescendant')
  }
  const show = (text: string, found: Found): void => {
    if (text !== input.value.trim() || document.activeElement !== input) return
    const chosen = options[active]?.dataset.href
    shown = text
    options = fill(list, id, [...optionsOf(found), { group: '', href: allOf(text), title: `All results for “${text}”` }])
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
    choose(options.findIndex((option) => option.dataset.href === chosen && chosen !== undefined))
    status.textContent =
      found.total === 0 ? 'No record; the list has what is near.' : `${found.total} ${found.total === 1 ? 'record' : 'records'}; up and down arrows choose.`
  }
  const update = (): void => {
    const text = input.value.trim()
    clearTimeout(timer)
    clearTimeout(mailTimer)
    if (text.length < 2) return close()
    timer = window.setTimeout(() => ask(text, 'records').then((found) => show(text, found), close), PAUSE)
    mailTimer = window.setTimeout(
      () =>
        Promise.all([ask(text, 'records'), ask(text, 'mail')]).then(
          ([found, { messages }]) => (messages && messages.total > 0 ? show(text, { ...found, messages }) : undefined),
          () => undefined,
        ),
      MAIL_PAUSE,
    )
  }

  input.addEventListener('input', update)
  input.addEventListener('blur', close)
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (list.hidden) {
        if (shown === input.value.trim() && options.length > 0) {
          list.hidden = false
          input.setAttribute('aria-expanded', 'true')
        } else return update()
      }
      const step = event.key === 'ArrowDown' ? 1 : -1
      // One place more than there are options: the box itself.
      const places = options.length + 1
      choose(((active + 1 + step + places) % places) - 1)
    } else if (event.key === 'Enter') {
      const href = list.hidden ? undefined : options[active]?.dataset.href
      if (href === undefined) return
      event.preventDefault()
      location.assign(href)
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      close()
    }
  })
  // The box keeps the focus; a link's other ways of being opened work too.
  list.addEventListener('pointerdown', (event) => event.preventDefault())
  list.addEventListener('click', (event) => {
    const href = (event.target as Element).closest<HTMLElement>('[role="option"]')?.dataset.href
    if (href === undefined) return
    if (event.ctrlKey || event.metaKey) window.open(href)
    else location.assign(href)
  })
}

function ask(text: string, where: 'records' | 'mail'): Promise<Found> {
  const address = `/api/v1/search?${new URLSearchParams({ q: text.slice(0, 500), in: where, limit: where === 'mail' ? '3' : String(MOST) })}`
  const answer =
    known.get(address) ??
    fetch(address).then((response) => {
      if (!response.ok) throw new Error(String(response.status))
      return response.json() as Promise<Found>
    })
  known.set(address, answer)
  answer.catch(() => known.delete(address))
  return answer
}

function optionsOf({ direct, hits, near, messages }: Found): Option[] {
  return [
    ...(direct?.href
      ? [{ group: direct.kind === 'check' ? 'ask' : 'identifiers', href: direct.href, title: direct.title, ...(direct.says ? { says: direct.says } : {}) }]
      : []),
    ...hits.map((hit) => ({
      group: GROUPS[hit.kind] ?? hit.kind,
      href: hit.page,
      title: marked(hit.title, hit.marks.title),
      says:
        hit.marks.summary.length > 0 || hit.marks.title.length > 0 || hit.marks.snippet.length === 0
          ? marked(hit.summary, hit.marks.summary)
          : marked(hit.snippet, hit.marks.snippet),
    })),
    ...near.map(({ id, title, page }) => ({ group: 'names that look like it', href: page, title, says: id })),
    ...(messages?.hits ?? []).map(({ subject, date, from, url }) => ({
      group: `messages (${messages?.total})`,
      href: new URL(url, location.href).pathname,
      title: subject || '(no subject)',
      says: `${date.slice(0, 10)} ${from.name}`,
    })),
  ]
}

/** Puts the options in the list, by their groups, and gives their elements in order. */
function fill(list: HTMLElement, id: string, options: readonly Option[]): HTMLElement[] {
  const elements: HTMLElement[] = []
  list.replaceChildren(
    ...[...new Set(options.map(({ group }) => group))].map((group, number) => {
      const head = element('div', 'find-group', { id: `${id}-g${number}` }, group)
      const box = element('div', '', { role: 'group', ...(group === '' ? { 'aria-label': 'more' } : { 'aria-labelledby': head.id }) })
      if (group !== '') box.append(head)
      for (const option of options.filter((one) => one.group === group)) {
        const row = element('div', 'find-option', { role: 'option', id: `${id}-o${elements.length}`, 'aria-selected': 'false' }, option.title)
        row.dataset.href = option.href
        if (option.says) row.append(element('small', '', {}, option.says))
        elements.push(row)
        box.append(row)
      }
      return box
    }),
  )
  return elements
}

function allOf(text: string): string {
  return `/search?${new URLSearchParams({ q: text })}`
}

function marked(text: string, marks: readonly (readonly [number, number])[]): Node {
  const node = document.createDocumentFragment()
  let at = 0
  for (const [start, end] of marks) {
    node.append(text.slice(at, start), element('mark', '', {}, text.slice(start, end)))
    at = end
  }
  node.append(text.slice(at))
  return node
}

function element(name: string, className: string, attributes: Readonly<Record<string, string>>, content?: string | Node): HTMLElement {
  const made = document.createElement(name)
  if (className !== '') made.className = className
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (content !== undefined) made.append(content)
  return made
}
