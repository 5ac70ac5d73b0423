import type { Metadata } from 'next'
import { Fragment } from 'react'
import { allRoutes } from '../../lib/api/all-routes.ts'
import { pageContext } from '../_components/service.ts'
import { Frame } from '../_components/frame.tsx'

export const metadata: Metadata = { title: 'API' }

/** The API in brief, from the same list that it runs by. */
export default async function Api() {
  const { service } = await pageContext()
  return (
    <>
      <h1>API</h1>
      <p>
        Everything below <code>/api/v1</code>, as <a href="/api/v1/openapi.json">OpenAPI 3.1</a>. Errors are problem documents (RFC 9457) that name the bad
        field; reads carry an ETag and may be made from any origin. <a href="/api/viewer">Try it in the viewer</a> (needs JavaScript), take{' '}
        <a href="/api/v1/export/knowledge.json">everything as one file</a>, or the <a href="/api/v1/schemas">JSON Schemas</a>. Assistants ask at{' '}
        <code>/mcp</code> (Model Context Protocol).
      </p>
      <pre>{`curl -s ${service.url}/api/v1/evaluate -H 'content-type: application/json' \\
  -d '{"from": "kvm=hv cpu=power9 linux=6.1 qemu=9.1", "to": "kvm=pr cpu=power9 linux=6.1 qemu=9.1", "guest": "uses=scv"}'`}</pre>
      <Frame label="table">
        <table>
          <thead>
            <tr>
              <th scope="col">route</th>
              <th scope="col">what</th>
            </tr>
          </thead>
          <tbody>
            {allRoutes.map(({ method, path, summary }) => (
              <tr key={method + path}>
                <th scope="row" className="mono">
                  {method} <Path path={path} />
                </th>
                <td>{summary}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Frame>
    </>
  )
}

/** A path, which may be broken after its slashes. */
function Path({ path }: { path: string }) {
  return path
    .split('/')
    .filter(Boolean)
    .map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <Fragment key={index}>
        /<wbr />
        {part}
      </Fragment>
    ))
}
