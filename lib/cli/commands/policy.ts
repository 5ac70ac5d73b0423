import { policyCommand } from '../policy-command.ts'
import { find } from './search.ts'

/** `policy`: find what was decided. */
export const policy = policyCommand(find)
