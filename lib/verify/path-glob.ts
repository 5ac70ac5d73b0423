/**
 * A pattern of paths: `*` stands for any run of characters within a folder, `**` over folders (between two
 * slashes also for none), `?` for one character.
 * @returns the folder that all it matches lie in (`''` for the top), and whether a path is matched
 */
export function pathMatcher(glob: string): { readonly folder: string; readonly matches: (path: string) => boolean } {
  const literal = isGlob(glob) ? glob.slice(0, glob.search(/[*?]/)) : glob
  const expression = new RegExp(
    `^${glob
      .split(/(\*\*\/|\*\*|\*|\?)/)
      .map((part) => FORMS[part] ?? part.replace(/[.+^${}()|[\]\\]/g, '\\$&'))
      .join('')}$`,
    'su',
  )
  return { folder: literal.slice(0, Math.max(literal.lastIndexOf('/'), 0)), matches: (path) => expression.test(path) }
}

/** Whether it is a pattern, not one file's path. */
export function isGlob(path: string): boolean {
  return /[*?]/.test(path)
}

const FORMS: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' }
