import type { Metadata } from 'next'
import { idOf, type SearchParams } from '../../_components/service.ts'
import { recordMetadata, ShowRecord } from '../../_components/show.tsx'

interface Props {
  readonly params: Promise<{ ref: string[] }>
  readonly searchParams: SearchParams
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return recordMetadata(idOf((await params).ref))
}

/** A revision of a record, for ever: `/r/<id>@<revision>`. */
export default async function Page({ params, searchParams }: Props) {
  return <ShowRecord reference={idOf((await params).ref)} searchParams={searchParams} />
}
