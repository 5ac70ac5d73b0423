// Serves the API of $CANIMIGRATE_DATA on a free port, which it prints; what the site serves without Next.js, for tests that kill it.
import { createServer } from 'node:http'
import { openService } from '../../lib/api/open.ts'
import { answerApi } from '../../lib/serve/api.ts'

const server = createServer((request, response) => {
  answerApi(openService, request, response).catch((error: unknown) => {
    console.error(error)
    if (!response.headersSent) response.writeHead(500).end()
  })
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as { port: number }).port))
