/** Whether a path is that of a feed or another file that programs read. By itself, for what looks at every request. */
export function isFeed(path: string): boolean {
  return /^\/(robots\.txt|opensearch\.xml|calendar\.ics|changes\.atom|sitemap(-[a-z0-9-]+)?\.xml|(r|features|policies|areas)\/.+\.atom)$/.test(path)
}
