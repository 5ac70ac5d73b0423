import { askPosted } from '../../../lib/api/posted.ts'

/** Takes the form of `/check` and sends the browser to the question's address. */
export const POST = askPosted
