import type { Metadata } from 'next'
import { idOf, pageContext } from '../../_components/service.ts'
import { ShowRecord } from '../../_components/show.tsx'

interface Props {
  readonly params: Promise<{ id: string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { knowledge } = await pageContext()
  const data = knowledge.entries.get(idOf((await params).id))?.data
  return { title: data?.title ?? 'Not here', ...(data ? { description: data.summary } : {}) }
}

export default async function Page({ params }: Props) {
  return <ShowRecord reference={idOf((await params).id)} kind="feature" />
}
