import { type Family, membersByExpression } from '../family.ts'

/** What vhost backends offer beside virtio's bits: features of the kernel's vhost, of vDPA backends and of the vhost-user protocols. */
export const VHOST_FEATURES: Family = {
  title: 'feature bits of vhost backends',
  repository: 'qemu',
  members: (clone) =>
    membersByExpression(
      clone,
      [
        'include/standard-headers/linux/vhost_types.h',
        'linux-headers/linux/vhost.h',
        'include/hw/virtio/vhost*.h',
        'hw/virtio/vhost-user.c',
        'hw/display/vhost-user-gpu.c',
      ],
      /^[ \t]*(?:#[ \t]*define[ \t]+)?(?<name>VHOST_(?:[A-Z]+_)*F_\w+)[ \t]*=?[ \t]*(?<number>0x[0-9a-f]+|\d+)/gmu,
    ),
}
