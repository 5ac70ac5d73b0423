import { z } from 'zod'
import { Verdict } from './answer.ts'
import type { Profile } from './profile.ts'

/** A host of a fleet: what is known of it, without a VM. */
export interface FleetHost {
  readonly name: string
  readonly profile: Profile
  /** How many VMs it takes at once. Default: no limit. */
  readonly room?: number | undefined
}

/** A VM of a fleet. */
export interface FleetVm {
  readonly name: string
  /** Its definition, and what is known of the guest; no host. */
  readonly profile: Profile
  /** The host it runs on; without, it is only asked where it could go. */
  readonly host?: string | undefined
  /** The host on which the guest was started, as it was then. Default: the one it runs on. */
  readonly boot?: Profile | undefined
}

/** Hosts, the VMs on them, and which hosts are to become what. */
export interface Fleet {
  readonly hosts: readonly FleetHost[]
  readonly vms: readonly FleetVm[]
  /** By a host's name: what it is after its upgrade. */
  readonly upgrade: ReadonlyMap<string, Profile>
  /** The least verdict with which a VM is moved. */
  readonly accept: 'yes' | 'conditional'
}

const Reason = z.object({ record: z.string(), claim: z.string(), stage: z.string(), summary: z.string() }).meta({ id: 'FleetReason' })
export type FleetReason = z.infer<typeof Reason>

/** A move that is not made, and why: the findings, the facts that are missing, or (`full`) hosts without room. */
export const BlockedMove = z
  .object({ full: z.boolean(), from: z.string(), to: z.string(), verdict: Verdict, findings: z.array(Reason), missing: z.array(z.string()) })
  .meta({ id: 'BlockedMove' })
export type BlockedMove = z.infer<typeof BlockedMove>

/** Hosts with equal profiles. */
export const HostKind = z
  .object({
    name: z.string(),
    /** How many hosts are of the kind now, and after the upgrade. */
    count: z.number().int(),
    after: z.number().int(),
    hosts: z.array(z.string()),
    facts: z.record(z.string(), z.string()),
  })
  .meta({ id: 'HostKind' })
export type HostKind = z.infer<typeof HostKind>

export const Baseline = z
  .object({
    /** `as-is`: the definition goes everywhere already; `found`: with `set`; `none`: no such options were found. */
    status: z.enum(['as-is', 'found', 'none']),
    /** Options that the VM has to be started with. */
    set: z.record(z.string(), z.string()),
    /** What the guest no longer has on some hosts. */
    costs: z.array(z.object({ feature: z.string(), from: z.string(), to: z.string(), kinds: z.array(z.string()) })),
    /** Moves that stay closed, where there is none. */
    left: z.array(BlockedMove),
  })
  .meta({ id: 'Baseline' })
export type Baseline = z.infer<typeof Baseline>

export const FleetDefinition = z
  .object({
    name: z.string(),
    vms: z.array(z.string()),
    /** `verdicts[from][to]` over `kinds`, for a guest that was started on `from`. */
    verdicts: z.array(z.array(Verdict)),
    /** Whether each kind starts it. */
    starts: z.array(z.enum(['yes', 'no', 'unknown'])),
    /** Kinds among which it may go to and fro, in one hop (`direct`) or more. */
    domains: z.array(z.object({ kinds: z.array(z.string()), hosts: z.number().int(), direct: z.boolean() })),
    /** Ways that lead out of a domain (by its place in `domains`) and not back. */
    one_way: z.array(z.object({ from: z.number().int(), to: z.number().int() })),
    blocked: z.array(BlockedMove),
    baseline: Baseline,
  })
  .meta({ id: 'FleetDefinition' })
export type FleetDefinition = z.infer<typeof FleetDefinition>

export const FleetMove = z.object({ vm: z.string(), from: z.string(), to: z.string() })
export type FleetMove = z.infer<typeof FleetMove>

export const UpgradeStep = z.object({ host: z.string(), moves: z.array(FleetMove) }).meta({ id: 'UpgradeStep' })
export type UpgradeStep = z.infer<typeof UpgradeStep>

/** A VM that cannot leave its host, and what is at the ends of its ways. */
export const Stranded = z.object({ host: z.string(), vm: z.string(), blocked: z.array(BlockedMove) }).meta({ id: 'Stranded' })
export type Stranded = z.infer<typeof Stranded>

export const UpgradeAnswer = z
  .object({
    /** `order`: the steps upgrade every host and strand no VM; `impossible`: no order does; `undecided`: none was found in the bounds of the search. */
    status: z.enum(['order', 'impossible', 'undecided']),
    /** All steps; or as far as it goes. */
    steps: z.array(UpgradeStep),
    why: z.string(),
    /** Why it does not go on: VMs that cannot get off hosts that have to go down. */
    stranded: z.array(Stranded),
  })
  .meta({ id: 'UpgradeAnswer' })
export type UpgradeAnswer = z.infer<typeof UpgradeAnswer>

/** What is known of a fleet: kinds of hosts, where each definition may go, and how to upgrade. */
export const FleetAnswer = z
  .object({
    hosts: z.number().int(),
    vms: z.number().int(),
    accept: z.enum(['yes', 'conditional']),
    kinds: z.array(HostKind),
    definitions: z.array(FleetDefinition),
    upgrade: UpgradeAnswer.optional(),
    knowledge: z.object({ digest: z.string(), date: z.string() }),
  })
  .meta({ id: 'FleetAnswer' })
export type FleetAnswer = z.infer<typeof FleetAnswer>
