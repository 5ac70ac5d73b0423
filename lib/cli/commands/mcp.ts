import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { renderBody } from '../../content/render.ts'
import { createMcp } from '../../mcp/server.ts'
import { buildLinks } from '../../model/links.ts'
import { documentsOf } from '../../search/documents.ts'
import { InMemorySearch } from '../../search/in-memory.ts'
import { type Register, examples } from '../command.ts'
import { places, readKnowledge } from '../context.ts'

/** `mcp`: the tools for assistants, over stdin and stdout. */
export const mcp: Register = (program) => {
  program
    .command('mcp')
    .description('serve assistants over stdin and stdout (Model Context Protocol): check, search, show, matrix, policy, cite')
    .addHelpText('after', examples('mcp'))
    .action(async () => {
      const knowledge = await readKnowledge()
      let search: InMemorySearch | undefined
      const links = buildLinks(knowledge.entries.values())
      serveStdio(() =>
        createMcp({
          url: places.url,
          knowledge: async () => knowledge,
          search: {
            query: (query) => {
              // Made when it is asked for: most who check do not search.
              search ??= new InMemorySearch(documentsOf([...knowledge.entries.values()].map((entry) => ({ entry, text: entry.body }))))
              return search.query(query)
            },
          },
          text: async (entry) => renderBody(entry.body, links).text,
          revision: async () => undefined,
        }),
      )
    })
}
