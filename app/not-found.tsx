import { headers } from 'next/headers'
import { decoded } from '../lib/api/find-record.ts'
import { nearest } from '../lib/model/index.ts'
import { idOf, pageContext } from './_components/service.ts'

/** For a path that names nothing; says what is near. */
export default async function NotFound() {
  const path = ((await headers()).get('x-page-path') ?? '').replace(/^\/not-here(?=\/)/, '')
  const wanted = idOf(path.replace(/^\/(features|policies|r)\//, '').split('/')).replace(/@.*$/, '')
  const words = decoded(wanted)
    .replace(/[^\p{L}\p{N}_.+@-]+/gu, ' ')
    .trim()
    .slice(0, 80)
  const { service, knowledge, links } = await pageContext()
  const [alias] = await service.store.named(wanted)
  const near = alias ?? nearest(wanted.slice(0, 200), knowledge.entries.keys())
  const page = near ? links.record(near) : undefined
  const [, revised, revision] = /^(.*)@([0-9a-f]{8})$/.exec(decoded(path).split('#')[0] ?? '') ?? []
  const isRevision = page !== undefined && near === wanted && revised !== undefined
  const isMail = /^\/lists(\/|$)/.test(path)
  return (
    <>
      <h1>Not here</h1>
      <p>
        {isRevision ? (
          <>
            No revision <code>{revision}</code> of this record is known here.
          </>
        ) : path === '' ? (
          // Below `/api/` pages are not told what was asked for.
          'Nothing has this address.'
        ) : (
          <>
            Nothing has the address <code>{path.slice(0, 120)}</code>.
          </>
        )}
        {page ? (
          <>
            {' '}
            Did you mean <a href={page.href}>{near}</a>, {page.title}?
          </>
        ) : null}
      </p>
      <p>
        Look through the <a href="/features">features</a>
        {isMail ? (
          <>
            , the <a href="/policies">policies</a> or the <a href="/lists">archives</a>: a message may be on a list that is not read here
          </>
        ) : (
          <>
            {' '}
            or the <a href="/policies">policies</a>
          </>
        )}
        {words && !isMail ? (
          <>
            , or <a href={`/search?${new URLSearchParams({ q: words })}`}>search for “{words}”</a>
          </>
        ) : null}
        .
      </p>
    </>
  )
}
