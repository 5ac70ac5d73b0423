import { addressOf, number, virtioDriver, virtioOptions } from './address.ts'
import { addBackend } from './character.ts'
import { type Context, addPart, idOf, setOption } from './context.ts'
import { mebibytes } from './memory.ts'
import type { Element } from './xml.ts'

type Reader = (context: Context, device: Element) => boolean

/** Takes a device of a kind that needs few words. */
export function readMisc(context: Context, device: Element): void {
  if (READERS[device.name]?.(context, device) !== true) context.notUnderstood.push(...device.whole(`devices/${device.name}`))
}

const READERS: Readonly<Record<string, Reader>> = {
  hub: (context, hub) => {
    if (hub.attribute('type') !== 'usb') return false
    addPart(context, 'device', 'usb-hub', { id: idOf(context, hub, 'hub'), ...addressOf(context, hub) })
    return true
  },
  smartcard: (context, card) => {
    const id = idOf(context, card, 'smartcard')
    const mode = card.attribute('mode')
    card.ignore('certificate', 'database')
    if (mode === 'passthrough') addPart(context, 'device', 'ccid-card-passthru', { chardev: addBackend(context, card, id), id, ...addressOf(context, card) })
    else addPart(context, 'device', 'ccid-card-emulated', { backend: mode === 'host' ? 'nss-emulated' : 'certificates', id, ...addressOf(context, card) })
    return true
  },
  tpm: (context, tpm) => {
    const model = tpm.attribute('model') ?? (context.arch.startsWith('ppc') ? 'tpm-spapr' : context.arch === 'aarch64' ? 'tpm-tis-device' : 'tpm-tis')
    const type = tpm.of('backend', 'type')
    const version = tpm.of('backend', 'version')
    tpm.child('backend')?.ignore()
    const driver = model === 'tpm-tis' && context.arch === 'aarch64' ? 'tpm-tis-device' : model
    if (driver === 'spapr-tpm-proxy') return false
    const id = tpm.of('alias', 'name') ?? 'tpm0'
    // Not QEMU's: what libvirt starts the emulator with.
    addPart(context, 'tpmdev', type === 'external' ? 'emulator' : (type ?? 'passthrough'), { id: `tpm-${id}`, version })
    addPart(context, 'device', driver, { tpmdev: `tpm-${id}`, id, ...addressOf(context, tpm) })
    return true
  },
  watchdog: (context, dog) => {
    const model = dog.attribute('model') ?? ''
    dog.ignore('@action')
    // The chipset has it; it only is to be let out.
    if (model === 'itco') addPart(context, 'global', 'ICH9-LPC', { noreboot: 'off' })
    else addPart(context, 'device', model, { id: idOf(context, dog, 'watchdog'), ...addressOf(context, dog) })
    return true
  },
  redirdev: (context, redir) => {
    const id = idOf(context, redir, 'redir')
    redir.ignore('@bus')
    addPart(context, 'device', 'usb-redir', { chardev: addBackend(context, redir, id), id, bootindex: redir.of('boot', 'order'), ...addressOf(context, redir) })
    return true
  },
  memballoon: (context, balloon) => {
    const model = balloon.attribute('model')
    balloon.ignore('stats')
    if (model === 'none' || model === 'xen') return true
    const on = (name: string): string | undefined => balloon.attribute(name)
    addPart(context, 'device', virtioDriver(context, 'virtio-balloon', balloon, model), {
      id: idOf(context, balloon, 'balloon'),
      'deflate-on-oom': on('autodeflate'),
      'free-page-reporting': on('freePageReporting'),
      ...virtioOptions(balloon.child('driver')),
      ...addressOf(context, balloon),
    })
    return true
  },
  rng: (context, rng) => {
    const backend = rng.child('backend')
    const model = backend?.attribute('model')
    const id = idOf(context, rng, 'rng')
    const rate = rng.child('rate')
    backend?.ignore()
    addPart(context, 'object', model === 'egd' ? 'rng-egd' : model === 'builtin' ? 'rng-builtin' : 'rng-random', { id: `obj${id}` })
    addPart(context, 'device', virtioDriver(context, 'virtio-rng', rng, rng.attribute('model')), {
      rng: `obj${id}`,
      id,
      'max-bytes': rate?.attribute('bytes'),
      period: rate ? (rate.attribute('period') ?? '1000') : undefined,
      ...virtioOptions(rng.child('driver')),
      ...addressOf(context, rng),
    })
    return true
  },
  nvram: (context, nvram) => {
    const { reg } = addressOf(context, nvram)
    if (reg !== undefined) addPart(context, 'global', 'spapr-nvram', { reg })
    return true
  },
  shmem: (context, shmem) => {
    const model = shmem.of('model', 'type') ?? 'ivshmem'
    const id = idOf(context, shmem, 'shmem')
    const msi = shmem.child('msi')
    const size = mebibytes(shmem.child('size'))
    const name = shmem.attribute('name')
    const role = shmem.attribute('role')
    shmem.ignore('server')
    msi?.ignore('@enabled')
    if (model === 'ivshmem-plain')
      addPart(context, 'object', 'memory-backend-file', {
        id: `shmmem-${id}`,
        'mem-path': `/dev/shm/${name}`,
        size: size === undefined ? undefined : String(size * 1024 ** 2),
      })
    const wanted = msi?.attribute('ioeventfd')
    addPart(context, 'device', model, {
      id,
      ...(model === 'ivshmem-plain'
        ? { memdev: `shmmem-${id}`, master: role && (role === 'master' ? 'on' : 'off') }
        : { chardev: `char${id}`, vectors: msi?.attribute('vectors'), ioeventfd: wanted }),
      ...(model === 'ivshmem' && size !== undefined ? { size: `${size}m` } : {}),
      ...addressOf(context, shmem),
    })
    return true
  },
  panic: (context, panic) => {
    const model = panic.attribute('model') ?? (context.arch.startsWith('ppc') ? 'pseries' : context.arch.startsWith('s390') ? 's390' : 'isa')
    const address = panic.child('address')
    if (model === 'isa')
      addPart(context, 'device', 'pvpanic', { ioport: address?.attribute('iobase') === undefined ? undefined : String(number(address.attribute('iobase'))) })
    else if (model === 'pvpanic') addPart(context, 'device', 'pvpanic-pci', addressOf(context, panic))
    else if (model === 'hyperv') context.cpuWords.push('hv-crash')
    // The machine's own.
    else if (model !== 'pseries' && model !== 's390') return false
    address?.ignore('@type')
    return true
  },
  iommu: (context, iommu) => {
    const model = iommu.attribute('model')
    const driver = iommu.child('driver')
    const has = (name: string): string | undefined => driver?.attribute(name)
    if (model === 'intel')
      addPart(context, 'device', 'intel-iommu', {
        intremap: has('intremap'),
        'caching-mode': has('caching_mode'),
        eim: has('eim'),
        'device-iotlb': has('iotlb'),
        'aw-bits': has('aw_bits'),
        'dma-translation': has('dma_translation'),
      })
    else if (model === 'smmuv3') return setOption(context, 'iommu', 'smmuv3', 'devices/iommu')
    else if (model === 'virtio') addPart(context, 'device', 'virtio-iommu-pci', { id: idOf(context, iommu, 'iommu'), ...addressOf(context, iommu) })
    else if (model === 'amd') addPart(context, 'device', 'amd-iommu', { intremap: has('intremap'), xtsup: has('xtsup'), passthrough: has('passthrough') })
    else return false
    return true
  },
  vsock: (context, vsock) => {
    const cid = vsock.child('cid')
    cid?.ignore('@auto')
    addPart(context, 'device', virtioDriver(context, 'vhost-vsock', vsock, vsock.attribute('model')), {
      id: idOf(context, vsock, 'vsock'),
      'guest-cid': cid?.attribute('address'),
      ...virtioOptions(vsock.child('driver')),
      ...addressOf(context, vsock),
    })
    return true
  },
  crypto: (context, crypto) => {
    const id = idOf(context, crypto, 'crypto')
    const backend = crypto.child('backend')
    crypto.ignore('@type')
    addPart(context, 'object', backend?.attribute('model') === 'lkcf' ? 'cryptodev-backend-lkcf' : 'cryptodev-backend-builtin', {
      id: `obj${id}`,
      queues: backend?.attribute('queues'),
    })
    addPart(context, 'device', virtioDriver(context, 'virtio-crypto', crypto, crypto.attribute('model')), {
      cryptodev: `obj${id}`,
      id,
      ...virtioOptions(crypto.child('driver')),
      ...addressOf(context, crypto),
    })
    return true
  },
  pstore: (context, store) => {
    const id = idOf(context, store, 'pstore')
    const size = mebibytes(store.child('size'))
    store.ignore('path')
    addPart(context, 'object', 'memory-backend-file', { id: `mem${id}`, size: size === undefined ? undefined : String(size * 1024 ** 2) })
    addPart(context, 'device', 'acpi-erst', { memdev: `mem${id}`, id, ...addressOf(context, store) })
    return store.attribute('backend') === 'acpi-erst'
  },
}
