import type { Family } from '../family.ts'
import { ARM_FIRMWARE_REGISTERS } from './arm-firmware-registers.ts'
import { ARM_MODELS } from './arm-models.ts'
import { COMPAT_PROPERTIES } from './compat-properties.ts'
import { HYPERCALL_SETS } from './hypercall-sets.ts'
import { HYPERV_PROPERTIES } from './hyperv-properties.ts'
import { KVM_CAPS } from './kvm-caps.ts'
import { KVM_FEATURES } from './kvm-features.ts'
import { LOGICAL_PVRS } from './logical-pvrs.ts'
import { MACHINE_TYPES } from './machine-types.ts'
import { POWER_MODELS } from './power-models.ts'
import { S390X_GROUPS } from './s390x-groups.ts'
import { S390X_MODELS } from './s390x-models.ts'
import { SPAPR_CAPS } from './spapr-caps.ts'
import { VHOST_FEATURES } from './vhost-features.ts'
import { VIRTIO_FEATURES } from './virtio-features.ts'
import { X86_MODELS } from './x86-models.ts'
import { XEN_FEATURE_FLAGS } from './xen-feature-flags.ts'
import { XEN_HVM_PARAMETERS } from './xen-hvm-parameters.ts'
import { XEN_SAVE_RECORDS } from './xen-save-records.ts'
import { XEN_STREAM_RECORDS } from './xen-stream-records.ts'
import { XEN_SUPPORT_STATEMENTS } from './xen-support-statements.ts'

/** Every family that can be told from upstream's source: a line each, a file each in this folder. */
export const FAMILIES: readonly Family[] = [
  ARM_FIRMWARE_REGISTERS,
  ARM_MODELS,
  COMPAT_PROPERTIES,
  HYPERCALL_SETS,
  HYPERV_PROPERTIES,
  KVM_CAPS,
  KVM_FEATURES,
  LOGICAL_PVRS,
  MACHINE_TYPES,
  POWER_MODELS,
  S390X_GROUPS,
  S390X_MODELS,
  SPAPR_CAPS,
  VHOST_FEATURES,
  VIRTIO_FEATURES,
  X86_MODELS,
  XEN_FEATURE_FLAGS,
  XEN_HVM_PARAMETERS,
  XEN_SAVE_RECORDS,
  XEN_STREAM_RECORDS,
  XEN_SUPPORT_STATEMENTS,
]
