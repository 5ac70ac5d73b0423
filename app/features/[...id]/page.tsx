import type { Metadata } from 'next'
import { idOf } from '../../_components/service.ts'
import { recordMetadata, ShowRecord } from '../../_components/show.tsx'

interface Props {
  readonly params: Promise<{ id: string[] }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return recordMetadata(idOf((await params).id))
}

export default async function Page({ params }: Props) {
  return <ShowRecord reference={idOf((await params).id)} kind="feature" />
}
