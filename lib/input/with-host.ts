import type { Profile } from '../model/index.ts'
import { NO_ACCEL } from './cmdline.ts'

/**
 * A VM's definition with what is known of the host it runs on; the host decides where both speak, but for the accelerator, of which a host may have
 * several and the VM's own word counts. A CPU of libvirt's mode host-model becomes what that is on the host.
 */
export function withHost(vm: Profile, host: Profile | undefined): Profile {
  if (!host) return vm
  const { 'host-model': hostModel, ...hostFacts } = host.facts
  const isDefault = vm.places.accel?.endsWith(NO_ACCEL) && ['accel', 'kvm', 'xen'].some((key) => key in hostFacts)
  const { accel: given, ...vmFacts } = vm.facts
  const accel = isDefault ? undefined : given
  const { vcpu } = vmFacts
  return {
    ...vm,
    facts: {
      ...vmFacts,
      ...hostFacts,
      ...(accel === undefined ? {} : { accel }),
      ...(vcpu !== undefined && hostModel !== undefined && /^host-model(?=,|$)/.test(vcpu) ? { vcpu: vcpu.replace('host-model', hostModel) } : {}),
    },
    places: { ...vm.places, ...host.places, ...(accel === undefined ? {} : { accel: vm.places.accel ?? '' }) },
    devices: [...vm.devices, ...host.devices],
    'not-understood': [...vm['not-understood'], ...host['not-understood']],
  }
}
