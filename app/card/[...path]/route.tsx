import { ImageResponse } from 'next/og'
import { type Card, cardOf } from '../../../lib/api/card.ts'
import { decoded } from '../../../lib/api/find-record.ts'
import { openService } from '../../../lib/api/open.ts'
import { Recent } from '../../../lib/evaluate/index.ts'

export const dynamic = 'force-dynamic'

/** The picture of a page, shown where it is linked: `/card/site.png`, `/card/r/<id>.png`. */
export async function GET(_request: Request, { params }: { params: Promise<{ path: string[] }> }): Promise<Response> {
  const name = /^(.+)\.png$/.exec((await params).path.map(decoded).join('/'))?.[1]
  const card = name === undefined ? undefined : await cardOf(await openService(), name)
  if (!card) return new Response('nothing here\n', { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  const png = await drawn(card)
  return new Response(png as BodyInit, { headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=86400' } })
}

const SIZE = { width: 1200, height: 630 }
/** Pictures that are kept; one has about 40 kB. */
const MOST_KEPT = 200
const kept = new Recent<string, Promise<Uint8Array>>(MOST_KEPT)
let last: Promise<unknown> = Promise.resolve()

/** One at a time, as each takes a processor for a while. */
function drawn(card: Card): Promise<Uint8Array> {
  const key = JSON.stringify(card)
  const known = kept.get(key)
  if (known) return known
  const making = last.then(() => draw(card))
  last = making.catch(() => {})
  making.then(() => kept.set(key, making)).catch(() => {})
  return making
}

async function draw({ kind, title, text, foot }: Card): Promise<Uint8Array> {
  const picture = new ImageResponse(
    <div
      style={{
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        padding: 64,
        background: '#fdfdfb',
        color: '#1b1b1b',
      }}
    >
      <div style={{ display: 'flex', justifyContent: 'space-between', fontSize: 30, borderBottom: '4px solid #1b1b1b', paddingBottom: 18 }}>
        <span>canimigrate</span>
        <span style={{ color: '#555' }}>{kind}</span>
      </div>
      <div style={{ display: 'flex', flexDirection: 'column' }}>
        <div style={{ fontSize: title.length > 60 ? 52 : 66, lineHeight: 1.15, marginBottom: 26 }}>{title}</div>
        <div style={{ fontSize: 32, lineHeight: 1.35, color: '#444' }}>{text}</div>
      </div>
      <div style={{ fontSize: 28, color: '#0b4fa8' }}>{foot}</div>
    </div>,
    SIZE,
  )
  return new Uint8Array(await picture.arrayBuffer())
}
