import { fileURLToPath } from 'node:url'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { mcpTools } from './tools.ts'

const BIN = fileURLToPath(new URL('../../bin/canimigrate.mjs', import.meta.url))

mcpTools('stdio', () => new StdioClientTransport({ command: process.execPath, args: [BIN, 'mcp'], env: { ...process.env } as Record<string, string> }))
