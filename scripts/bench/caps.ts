/** A capability of pseries machines, as far as the questions of the bench go: values ascend, the default changes at some machine types. */
export interface Cap {
  readonly name: string
  /** What the option takes, from the least on. */
  readonly values: readonly string[]
  /** From which machine type on the default is which of `values`, newest first; before all of them it is the first value. */
  readonly defaults: readonly { readonly from: string; readonly value: number }[]
  /** The first QEMU that has the option. */
  readonly since: string
  /** TCG does not start with more than the first value. */
  readonly needsKvm?: boolean
}

const SWITCH = ['off', 'on']
const STEPS = ['broken', 'workaround', 'fixed']

/** The table that the rules of every engine are made from; a shortened form of what the records of `content/features/ppc` say. */
export const CAPS: readonly Cap[] = [
  {
    name: 'cap-htm',
    values: SWITCH,
    defaults: [
      { from: '2.12', value: 0 },
      { from: '2.1', value: 1 },
    ],
    since: '2.12',
    needsKvm: true,
  },
  { name: 'cap-vsx', values: SWITCH, defaults: [{ from: '2.1', value: 1 }], since: '2.12' },
  { name: 'cap-dfp', values: SWITCH, defaults: [{ from: '2.1', value: 1 }], since: '2.12' },
  { name: 'cap-cfpc', values: STEPS, defaults: [{ from: '4.0', value: 1 }], since: '2.12' },
  { name: 'cap-sbbc', values: STEPS, defaults: [{ from: '4.0', value: 1 }], since: '2.12' },
  { name: 'cap-ibs', values: STEPS, defaults: [{ from: '4.0', value: 1 }], since: '2.12' },
  { name: 'cap-nested-hv', values: SWITCH, defaults: [], since: '3.1', needsKvm: true },
  { name: 'cap-large-decr', values: SWITCH, defaults: [{ from: '4.0', value: 1 }], since: '4.0' },
  { name: 'cap-ccf-assist', values: SWITCH, defaults: [{ from: '5.0', value: 1 }], since: '4.0' },
  { name: 'cap-fwnmi', values: SWITCH, defaults: [{ from: '5.0', value: 1 }], since: '5.0' },
  { name: 'cap-rpt-invalidate', values: SWITCH, defaults: [], since: '6.2' },
]

/** Releases of QEMU, each with its machine type `pseries-<release>`. */
export const RELEASES = [
  '2.9',
  '2.10',
  '2.11',
  '2.12',
  '3.0',
  '3.1',
  '4.0',
  '4.1',
  '4.2',
  '5.0',
  '5.1',
  '5.2',
  '6.0',
  '6.1',
  '6.2',
  '7.0',
  '7.1',
  '7.2',
  '8.0',
  '8.1',
] as const

/** A release as one number that orders as releases do: `2.12` is 212, `7.2` is 702. */
export function numberOf(release: string): number {
  const dot = release.indexOf('.')
  return Number(release.slice(0, dot)) * 100 + Number(release.slice(dot + 1))
}
