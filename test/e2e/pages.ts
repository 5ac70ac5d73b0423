const HV = 'kvm=hv cpu=power9 linux=5.15 qemu=7.2'
const PR = 'kvm=pr cpu=power9 linux=5.15 qemu=7.2'
const FLEET = `
hosts:
  new: {profile: "${HV.replace('7.2', '8.0.0')}", count: 2}
  mid: {profile: "${HV}.0", count: 2}
  old: "${HV.replace('power9', 'power8')}.0"
vms:
  db: {definition: "machine=pseries-7.2", guest: "uses=none linux=5.10", host: mid}
upgrade: {mid: "qemu=8.0.0"}
`

/** Questions that tests ask. */
export const QUESTIONS = { HV, PR, FLEET } as const

/** A page of every kind, in the states that it has without mail. */
export const PAGES: readonly string[] = [
  '/',
  '/check',
  `/check?${new URLSearchParams({ from: HV, to: PR, guest: 'uses=scv' })}`,
  `/check?${new URLSearchParams({ from: 'qmeu=1', to: 'qemu=7.9' })}`,
  '/fleet',
  `/fleet?${new URLSearchParams({ fleet: FLEET })}`,
  `/fleet?${new URLSearchParams({ fleet: 'hosts: {a: "qmeu=7.2"}' })}`,
  '/features',
  '/features?q=flag&area=xen',
  '/features/ppc/ail-modes',
  '/areas/ppc',
  '/areas/machine/compat',
  '/policies',
  '/features?component=xen&page=2',
  '/changes',
  '/policies/ppc-ail-modes',
  '/matrix',
  '/matrix?component=qemu&every=1',
  '/matrix?component=qemu&version=7.2',
  '/matrix?feature=ppc/ail-modes',
  '/matrix?feature=ppc/ail-modes&component=qemu&version=8.0',
  '/matrix?feature=ppc/multi-tce&view=joint',
  '/matrix?feature=ppc/multi-tce&view=direction&component=qemu',
  '/matrix?feature=ppc/multi-tce&view=direction&component=qemu&row=2.10&column=2.1',
  '/search?q=scv',
  '/search',
  '/search?q=zzzzqqqq',
  `/search?${new URLSearchParams({ q: 'qemu 6.2 -> 7.2 power9 ail' })}`,
  '/r/rules/qemu/machine-name',
  '/r/releases/linux',
  '/r/sources/linux',
  '/api',
]

/** Pages that say that nothing is there, and why. */
export const MISSING: readonly string[] = ['/nothing-of-that-name', '/features/ppc/ail-mode', '/r/ppc/ail-modes@00000000', '/lists/none/']
