import type { Entry, Feature, Knowledge, Profile } from '../../model/index.ts'
import { truthOf } from '../compile.ts'
import { type StatementGroup, groupsOf } from '../matrix.ts'
import { rememberedSide } from '../own-side.ts'
import { stateOf } from '../side-state.ts'

/**
 * The groups of a feature's statements about a component that may hold on a host of which this is known; none where the feature does not exist there.
 * @param profile facts such as `arch`; what it does not say stays open
 */
export function groupsFor(knowledge: Knowledge, entry: Entry<Feature>, component: string, profile: Profile | undefined): readonly StatementGroup[] {
  const groups = groupsOf(entry, component)
  if (!profile || groups.length === 0) return groups
  const { side } = rememberedSide(knowledge, 'source', profile)
  const { scope } = stateOf(knowledge, side)
  if (entry.data.applies && truthOf(entry.data.applies, scope) === 'no') return []
  return groups.filter(({ when }) => truthOf(when, scope) !== 'no')
}
