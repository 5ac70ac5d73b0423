import { headers } from 'next/headers'
import { Fragment } from 'react'

const SECTIONS = ['check', 'fleet', 'features', 'policies', 'matrix', 'lists', 'api']

/** The way round the site; says where one is. */
export async function SiteNav() {
  const path = (await headers()).get('x-page-path') ?? ''
  return (
    <nav aria-label="Main">
      {SECTIONS.map((name) => (
        <Fragment key={name}>
          <a href={`/${name}`} aria-current={path === `/${name}` ? 'page' : path.startsWith(`/${name}/`) ? 'true' : undefined}>
            {name}
          </a>{' '}
        </Fragment>
      ))}
    </nav>
  )
}
