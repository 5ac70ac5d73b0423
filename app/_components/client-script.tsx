/**
 * Puts a script of `app/_client/` on a page. Pages work without it.
 * @param name of the file, without `.ts`
 */
export function ClientScript({ name }: { name: string }) {
  const address = scriptAddress(name)
  return address === undefined ? null : <script type="module" src={address} />
}

/** Where a script of `app/_client/` is, such as one for a thread; undefined where there are none. */
export function scriptAddress(name: string): string | undefined {
  // Whoever serves the page has the scripts and says what they are called (`lib/serve/client-scripts.ts`).
  const file = (globalThis as { [SCRIPTS]?: ReadonlyMap<string, string> })[SCRIPTS]?.get(name)
  return file === undefined ? undefined : `/js/${file}`
}

const SCRIPTS = Symbol.for('canimigrate.scripts')
