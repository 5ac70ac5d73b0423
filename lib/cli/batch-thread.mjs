// A thread that answers questions: lets Node read TypeScript here too, then hands over.
import { register } from 'tsx/esm/api'

register()
await import('./batch-thread.ts')
