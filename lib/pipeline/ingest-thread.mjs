// A thread that reads messages: lets Node read TypeScript here too, then hands over.
import { register } from 'tsx/esm/api'

register()
await import('./ingest-thread.ts')
