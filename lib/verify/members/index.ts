import type { Family } from '../family.ts'
import { VHOST_FEATURES } from './vhost-features.ts'
import { VIRTIO_FEATURES } from './virtio-features.ts'

/** Every family that can be told from upstream's source: a line each, a file each in this folder. */
export const FAMILIES: readonly Family[] = [VHOST_FEATURES, VIRTIO_FEATURES]
