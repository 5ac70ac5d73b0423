import { Parser } from 'htmlparser2'

/**
 * A page as Next.js rendered it, without what is only there to run it again in a browser: its scripts, the data inlined for them, their preloads and
 * React's comments. What stays: scripts of our own (`/js/…`), data that is no script (`application/ld+json`), and all else, byte for byte.
 *
 * Text that looks like a tag inside an attribute, a comment, a style or a text area is none: this reads HTML as browsers do.
 * @param html a whole document, not a part of a stream
 */
export function withoutScripts(html: string): string {
  let kept = ''
  let from = 0
  let inScript = false
  const drop = (start: number, end: number) => {
    kept += html.slice(from, start)
    from = end
  }
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'script' && !isOurs(attributes)) {
          inScript = true
          drop(parser.startIndex, parser.endIndex + 1)
        } else if (name === 'link' && isForScripts(attributes)) drop(parser.startIndex, parser.endIndex + 1)
      },
      onclosetag(name) {
        if (name !== 'script' || !inScript) return
        inScript = false
        // Its text and its end.
        drop(from, parser.endIndex + 1)
      },
      oncomment() {
        if (!inScript) drop(parser.startIndex, parser.endIndex + 1)
      },
    },
    { decodeEntities: false, recognizeSelfClosing: false },
  )
  parser.end(html)
  return kept + (inScript ? '' : html.slice(from))
}

function isOurs({ src = '', type }: Record<string, string>): boolean {
  return src.startsWith('/js/') || type === 'application/ld+json'
}

function isForScripts({ rel = '', as }: Record<string, string>): boolean {
  return rel === 'modulepreload' || ((rel === 'preload' || rel === 'prefetch') && as === 'script')
}
