import { z } from 'zod'

/**
 * A part of the VM's definition: what was given (`device`, `netdev`, `blockdev`, `object`, `numa`: QEMU's option without the dash), its driver or
 * type, and its properties as they were given.
 */
export const Device = z.strictObject({
  kind: z.string().min(1).default('device'),
  driver: z.string().min(1),
  properties: z.record(z.string(), z.string()).default({}),
})
export type Device = z.infer<typeof Device>

/**
 * One side of a migration, as a flat set of facts. Keys are those of the shorthand (`linux`, `cap-htm`, `config.CONFIG_KVM`,
 * `guest.linux`, `guest.uses.scv`, `xenfeat.hvm_callback_vector`); values are text. A fact that is absent is not known,
 * except that machine options and devices not given are left at their defaults.
 */
export const Profile = z.strictObject({
  facts: z.record(z.string(), z.string()).default({}),
  devices: z.array(Device).default([]),
  /** Where each fact came from, for messages: `shorthand`, `--to-cmdline, word 3`. */
  places: z.record(z.string(), z.string()).default({}),
  /** The VM's definition is whole (a command line, a domain): what it does not name is at its default, not as on the other side. */
  complete: z.boolean().default(false),
  /** Parts of the input that no fact was taken from. */
  'not-understood': z.array(z.string()).default([]),
})
export type Profile = z.infer<typeof Profile>
