import type { Clone } from '../clone.ts'
import { type Family, type Member, membersByExpression } from '../family.ts'

const RECORD = /^#define[ \t]+(?<name>REC_TYPE_(?!OPTIONAL\b)\w+)[ \t]+(?<number>0x[0-9a-f]+)U?[ \t]*$/gimu

/** The records of Xen's migration stream: those of libxc by their name, those of libxl, whose names repeat some, with `libxl` before it. */
export const XEN_STREAM_RECORDS: Family = {
  title: "Records of Xen's migration stream",
  repository: 'xen',
  members: async (clone) => [
    ...(await records(clone, ['tools/libxc/xc_sr_stream_format.h', 'tools/libs/guest/xg_sr_stream_format.h'], '')),
    ...(await records(clone, ['tools/libxl/libxl_sr_stream_format.h', 'tools/libs/light/libxl_sr_stream_format.h'], 'libxl ')),
  ],
}

async function records(clone: Clone, paths: readonly string[], prefix: string): Promise<readonly Member[]> {
  return (await membersByExpression(clone, paths, RECORD)).map((member) => ({ ...member, name: `${prefix}${member.name}` }))
}
