/**
 * In a matrix the arrow keys go from cell to cell, Home and End to the ends of a row, and a cell is told in full in a dialog instead of on a page of its
 * own. All of it works by plain links too.
 */
const TABLES = 'table.mx'

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(`${TABLES} td a`) : null
  const to = link && neighbour(link, event.key)
  if (!to) return
  event.preventDefault()
  to.focus()
  to.scrollIntoView({ block: 'nearest', inline: 'nearest' })
})

document.addEventListener('click', async (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(`${TABLES} td a`) : null
  if (link?.hash !== '#cell' || link.origin !== location.origin) return
  event.preventDefault()
  try {
    const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), 'text/html')
    const cell = page.querySelector('#cell')
    if (!cell) throw new Error('no such cell')
    show(document.importNode(cell, true), link)
  } catch {
    location.assign(link.href)
  }
})

/** The cell that a key leads to; cells may span columns, so up and down go by the column on which the cell begins. */
function neighbour(link: HTMLAnchorElement, key: string): HTMLAnchorElement | null | undefined {
  const cell = link.closest('td') as HTMLTableCellElement
  const row = cell.parentElement as HTMLTableRowElement
  const rows = [...(row.parentElement as HTMLTableSectionElement).rows]
  const at = rows.indexOf(row)
  switch (key) {
    case 'ArrowRight':
      return linkIn(cell.nextElementSibling)
    case 'ArrowLeft':
      return linkIn(cell.previousElementSibling)
    case 'ArrowDown':
      return linkIn(cellAt(rows[at + 1], columnOf(cell)))
    case 'ArrowUp':
      return linkIn(cellAt(rows[at - 1], columnOf(cell)))
    case 'Home':
      return linkIn(row.querySelector('td'))
    case 'End':
      return linkIn(row.lastElementChild)
    default:
      return undefined
  }
}

function linkIn(cell: Element | null | undefined): HTMLAnchorElement | null {
  return cell?.matches('td') ? cell.querySelector('a') : null
}

function columnOf(cell: HTMLTableCellElement): number {
  let column = 0
  for (let before = cell.previousElementSibling; before; before = before.previousElementSibling) column += (before as HTMLTableCellElement).colSpan
  return column
}

function cellAt(row: HTMLTableRowElement | undefined, column: number): Element | undefined {
  let end = 0
  return [...(row?.cells ?? [])].find((cell) => {
    end += cell.colSpan
    return end > column
  })
}

function show(cell: Element, from: HTMLAnchorElement): void {
  const dialog = document.createElement('dialog')
  dialog.className = 'mx-dialog'
  const close = document.createElement('button')
  close.textContent = 'Close'
  close.addEventListener('click', () => dialog.close())
  const address = document.createElement('a')
  address.href = from.href
  address.textContent = 'Link to this cell'
  cell.removeAttribute('id')
  cell.querySelector('.mx-close')?.replaceWith(address)
  dialog.setAttribute('aria-labelledby', 'cell-title')
  dialog.append(close, cell)
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close()
  })
  dialog.addEventListener('close', () => {
    dialog.remove()
    from.focus()
  })
  document.body.append(dialog)
  dialog.showModal()
}
