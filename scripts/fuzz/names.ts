import type { RecordNames } from '../../lib/mail/mentions/names.ts'

/** What messages are looked through for. */
export const NAMES: readonly RecordNames[] = [
  {
    record: 'ppc/example',
    commits: ['0123456789abcdef0123456789abcdef01234567'],
    names: [
      { text: 'KVM_CAP_EXAMPLE', anyCase: false, strength: 'specific' },
      { text: 'example', anyCase: true, strength: 'specific' },
    ],
  },
]
