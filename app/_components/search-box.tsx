import type { ReactNode } from 'react'

/**
 * The large search box of the start page and of `/search`; without JavaScript a form.
 * @param text what stands in it
 * @param children fields that go with it
 */
export function SearchBox({ text, children }: { text?: string; children?: ReactNode }) {
  return (
    <search>
      <form action="/search" className="big">
        <input
          type="search"
          name="q"
          aria-label="Search"
          aria-keyshortcuts="/ s"
          defaultValue={text}
          placeholder="a capability, a flag, an error message, a commit, a question"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
        {children}
        <button type="submit">Search</button>
      </form>
    </search>
  )
}
