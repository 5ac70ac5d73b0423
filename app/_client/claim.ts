/** Where the address names a claim that the page does not have, a line says so; without scripts the page begins at its top. */
const LINE = 'no-such-claim'

window.addEventListener('hashchange', look)
look()

function look(): void {
  document.getElementById(LINE)?.remove()
  const name = decoded(location.hash.slice(1))
  // `#top` and text fragments are the browser's.
  if (name === '' || name === 'top' || name.startsWith(':~:') || document.getElementById(name)) return
  const line = document.createElement('p')
  line.id = LINE
  line.className = 'error'
  line.setAttribute('role', 'status')
  line.textContent = `There is no claim \`${name.slice(0, 80)}\` in this revision. A claim that was changed has another address; it is found at the revision from which it was cited.`
  document.querySelector('main h1')?.after(line)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
