import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Answer, answerOf } from './answer.ts'

/** The page that shows the OpenAPI document, and what it is made of, by path: Swagger UI, from this host alone. `/api` says the same without JavaScript. */
export function apiViewer(): ReadonlyMap<string, Answer> {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
  const page = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'cache-control': 'public, max-age=0, must-revalidate' }
  const file = (type: string, body: Buffer): Answer => answerOf(200, { 'content-type': type, 'cache-control': 'public, max-age=3600' }, body)
  return new Map([
    ['/api/viewer', answerOf(200, page, Buffer.from(PAGE))],
    ['/api/viewer/swagger-ui.css', file('text/css; charset=utf-8', readFileSync(join(folder, 'swagger-ui.css')))],
    ['/api/viewer/swagger-ui-bundle.js', file('text/javascript; charset=utf-8', readFileSync(join(folder, 'swagger-ui-bundle.js')))],
    ['/api/viewer/begin.js', file('text/javascript; charset=utf-8', Buffer.from(BEGIN))],
  ])
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API viewer · canimigrate</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/api/viewer/swagger-ui.css">
</head>
<body>
<p><a href="/api">The API in brief</a> · <a href="/api/v1/openapi.json">OpenAPI 3.1</a></p>
<main id="viewer"><p>This page needs JavaScript; <a href="/api">/api</a> says the same without.</p></main>
<script src="/api/viewer/swagger-ui-bundle.js"></script>
<script src="/api/viewer/begin.js"></script>
</body>
</html>
`

/** The document names the site as it is called from outside: what is tried here goes to where the page came from. */
const BEGIN = `document.documentElement.classList.toggle('dark-mode', matchMedia('(prefers-color-scheme: dark)').matches)
fetch('/api/v1/openapi.json')
  .then((response) => response.json())
  .then((spec) => SwaggerUIBundle({ spec: { ...spec, servers: [{ url: '/api/v1' }] }, domNode: document.getElementById('viewer'), deepLinking: true, validatorUrl: null }))
`
