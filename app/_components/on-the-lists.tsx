import type { Service } from '../../lib/api/service.ts'
import { MailMentions } from './mail-mentions.tsx'

/** The newest places where the lists speak of a record. */
export async function OnTheLists({ service, id }: { service: Service; id: string }) {
  const page = await service.mail.mentions({ record: id, limit: 40 })
  if (page.total === 0) return null
  return (
    <>
      <h2 id="s-lists">On the lists</h2>
      <p className="row small">
        <a href={`/mentions/${id}`}>all {page.total} mentions</a> <a href={`/mentions/${id}.atom`}>Atom</a>
      </p>
      <MailMentions mentions={page.items} each={1} />
    </>
  )
}
