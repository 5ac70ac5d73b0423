/**
 * Puts a script of `app/_client/` on a page. Pages work without it.
 * @param name of the file, without `.ts`
 */
export function ClientScript({ name }: { name: string }) {
  // Whoever serves the page has the scripts and says what they are called (`lib/serve/client-scripts.ts`).
  const names = (globalThis as { [SCRIPTS]?: ReadonlyMap<string, string> })[SCRIPTS]
  const file = names?.get(name)
  return file ? <script type="module" src={`/js/${file}`} /> : null
}

const SCRIPTS = Symbol.for('canimigrate.scripts')
