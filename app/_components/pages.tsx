/** The way through a list that is too long for one page. */
export function Pages({ path, query, page, last }: { path: string; query: URLSearchParams; page: number; last: number }) {
  if (last < 2) return null
  const address = (number: number): string => {
    const other = new URLSearchParams([...query].filter(([name, value]) => name !== 'page' && value !== ''))
    if (number > 1) other.set('page', String(number))
    return `${path}?${other}`
  }
  return (
    <nav className="pages" aria-label="Pages">
      {Array.from({ length: last }, (_, index) => index + 1).map((number) => (
        <a key={number} href={address(number)} aria-current={number === page ? 'page' : undefined} aria-label={`page ${number}`}>
          {number}
        </a>
      ))}
    </nav>
  )
}
