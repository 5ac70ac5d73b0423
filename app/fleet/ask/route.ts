import { fleetPosted } from '../../../lib/api/posted.ts'

/** Takes the form of `/fleet`, a file too, and sends the browser to the question's address. */
export const POST = fleetPosted
