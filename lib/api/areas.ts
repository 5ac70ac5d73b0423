import { type Area, type Entry, type Feature, type Knowledge, type Policy, type Rule, folderOf } from '../model/index.ts'

/** What the page of an area lists. */
export interface AreaPage {
  readonly area: string
  /** How many features are in it. */
  readonly count: number
  /** Its introduction, if somebody wrote one. */
  readonly introduction: Entry<Area> | undefined
  /** Records that others of the area are part of, with these. */
  readonly wholes: readonly { readonly entry: Entry<Feature>; readonly parts: readonly Entry<Feature>[] }[]
  /** The others, by the part of the id before the name. */
  readonly others: ReadonlyMap<string, readonly Entry<Feature>[]>
  readonly rules: readonly Entry<Rule>[]
  /** Decisions about any of them. */
  readonly policies: readonly Entry<Policy>[]
}

/** @returns undefined where there is neither an introduction nor a feature */
export function areaPage(knowledge: Knowledge, area: string): AreaPage | undefined {
  const features = knowledge.features.filter(({ data }) => data.id.startsWith(`${area}/`))
  const found = knowledge.entries.get(`areas/${area}`)
  const introduction = found?.data.kind === 'area' ? (found as Entry<Area>) : undefined
  if (features.length === 0 && !introduction) return undefined
  const partsOf = new Map<string, Entry<Feature>[]>()
  for (const entry of features)
    for (const whole of entry.data.relations['part-of']) {
      const parts = partsOf.get(whole)
      if (parts) parts.push(entry)
      else partsOf.set(whole, [entry])
    }
  const isIn = new Set(features.map(({ data }) => data.id))
  const isPart = ({ data }: Entry<Feature>): boolean => data.relations['part-of'].some((whole) => isIn.has(whole))
  const others = new Map<string, Entry<Feature>[]>()
  for (const entry of features) {
    if (partsOf.has(entry.data.id) || isPart(entry)) continue
    const folder = folderOf(entry.data.id)
    const list = others.get(folder)
    if (list) list.push(entry)
    else others.set(folder, [entry])
  }
  const decided = new Set(features.flatMap(({ data }) => data.policies))
  return {
    area,
    count: features.length,
    introduction,
    wholes: features.filter(({ data }) => partsOf.has(data.id)).map((entry) => ({ entry, parts: partsOf.get(entry.data.id) ?? [] })),
    others,
    rules: knowledge.rules.filter(({ data }) => data.id.startsWith(`rules/${area}/`)),
    policies: knowledge.policies.filter(({ data }) => decided.has(data.id) || data.features.some((id) => isIn.has(id))),
  }
}
