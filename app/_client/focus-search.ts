/** `/` and `s` go to the search box, from wherever nothing is being typed. */
document.addEventListener('keydown', (event) => {
  if ((event.key !== '/' && event.key !== 's') || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target instanceof HTMLElement && (event.target.isContentEditable || event.target.matches('input, textarea, select'))) return
  const box = [...document.querySelectorAll<HTMLInputElement>('search input[name="q"]')].find((one) => one.checkVisibility())
  if (!box) return
  event.preventDefault()
  box.focus()
  box.select()
})
