import { setting } from '../config/settings.mjs'
import { wrap } from '../evaluate/index.ts'
import type { StoredRevision } from '../store/port.ts'

/** A mail by which somebody says that a record is wrong. */
export interface ReportMail {
  /** Where it goes: `CANIMIGRATE_REPORT_TO`; absent where nobody said. */
  readonly to?: string
  readonly subject: string
  readonly body: string
  /** Opens it in a mail program; absent without an address. */
  readonly href?: string
}

/**
 * Prepares it: the revision that was read, and the command by which a list that is read in makes a proposal of it.
 * @param url the site's address
 */
export function reportMail(
  { id, revision, entry }: Pick<StoredRevision, 'id' | 'revision' | 'entry'>,
  url: string,
  environment?: Readonly<Record<string, string | undefined>>,
): ReportMail {
  const to = setting('CANIMIGRATE_REPORT_TO', environment)
  const subject = `${id}@${revision}: what is wrong`
  const body = [
    ...(entry ? [wrap(entry.data.title, 72), ''] : []),
    `${url}/r/${id}@${revision}`,
    '',
    'What it says (a claim is cited by the # beside it):',
    '',
    'What is so, and where that can be seen (a commit, a mail, a release):',
    '',
    `canimigrate: correct ${id} (in one line)`,
    '',
  ].join('\n')
  const query = `subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`
  return { ...(to ? { to, href: `mailto:${encodeURIComponent(to).replace('%40', '@')}?${query}` } : {}), subject, body }
}
