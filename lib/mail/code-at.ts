/** The code of a character, as `charCodeAt` gives it, but 0 before and after the text: asked for those once, V8 drops what it made of the code that asks, and makes it anew. */
export function codeAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : 0
}
