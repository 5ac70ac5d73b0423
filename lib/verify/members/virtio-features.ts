import { type Family, membersByExpression } from '../family.ts'

/** The feature bits of virtio devices: the headers that QEMU copies from Linux, and before 2.3 its own. */
export const VIRTIO_FEATURES: Family = {
  title: 'feature bits of virtio devices',
  repository: 'qemu',
  members: (clone) =>
    membersByExpression(
      clone,
      ['include/standard-headers/linux/virtio_*.h', 'include/hw/virtio/virtio*.h', 'hw/virtio*.h'],
      // One word at most between VIRTIO and F: header flags (…_HDR_F_…) and flags of requests (…_MAP_F_…) are no features.
      /^[ \t]*(?:#[ \t]*define[ \t]+)?(?<name>VIRTIO_(?!TRANSPORT_)(?:[A-Z0-9]+_)?F_\w+)[ \t]*=?[ \t]*(?<number>\d+)/gmu,
    ),
}
