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
  const { vcpu, arch } = vmFacts
  const isOtherArch = arch !== undefined && runsOn(arch, hostFacts.arch, accel ?? hostFacts.accel)
  return {
    ...vm,
    facts: {
      ...vmFacts,
      ...hostFacts,
      ...(accel === undefined ? {} : { accel }),
      ...(isOtherArch ? { arch } : {}),
      ...(vcpu !== undefined && hostModel !== undefined && /^host-model(?=,|$)/.test(vcpu) ? { vcpu: vcpu.replace('host-model', hostModel) } : {}),
    },
    places: {
      ...vm.places,
      ...host.places,
      ...(accel === undefined ? {} : { accel: vm.places.accel ?? '' }),
      ...(isOtherArch ? { arch: vm.places.arch ?? '' } : {}),
    },
    devices: [...vm.devices, ...host.devices],
    'not-understood': [...vm['not-understood'], ...host['not-understood']],
  }
}

/** Whether a guest of one architecture runs on a host of another, where it stays what it is: by emulation, or as 32 bits of 64. */
function runsOn(guest: string, host: string | undefined, accel: string | undefined): boolean {
  return host !== undefined && guest !== host && (accel === 'tcg' || NARROW[guest] === host)
}

const NARROW: Readonly<Record<string, string>> = { i386: 'x86_64', arm: 'aarch64' }
