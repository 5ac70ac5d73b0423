import { addressOf, number, transportOf, virtioDriver, virtioOptions } from './address.ts'
import { type Context, addPart, idOf } from './context.ts'
import { romOf } from './interface.ts'
import type { Element } from './xml.ts'

const VIDEO: Readonly<Record<string, string>> = { vga: 'VGA', cirrus: 'cirrus-vga', vmvga: 'vmware-svga', bochs: 'bochs-display', ramfb: 'ramfb' }

/** Takes a <video>: the first one is the primary display, which has a VGA part on x86 and POWER. */
export function readVideo(context: Context, video: Element): void {
  const model = video.child('model')
  const type = model?.attribute('type')
  const count = context.counts.get('video') ?? 0
  const id = idOf(context, video, 'video')
  const heads = model?.attribute('heads')
  const ram = model?.attribute('ram')
  const vram = model?.attribute('vram')
  const vram64 = model?.attribute('vram64')
  const vgamem = model?.attribute('vgamem')
  // Those that are come first.
  model?.ignore('@primary')
  const primary = count === 0
  const resolution = model?.child('resolution')
  const kibi = (text: string | undefined): string | undefined => (text === undefined ? undefined : String(number(text) * 1024))
  const mebi = (text: string | undefined): string | undefined => (text === undefined ? undefined : String(Math.floor(number(text) / 1024)))
  const driver = video.child('driver')
  const isServed = driver?.attribute('name') === 'vhostuser'
  driver?.ignore('@vgaconf')
  const shared = {
    id,
    ...virtioOptions(driver),
    ...addressOf(context, video),
    ...romOf(video),
    xres: resolution?.attribute('x'),
    yres: resolution?.attribute('y'),
  }
  // The frame buffer of a paravirtual guest is no device.
  if (type === 'none' || type === 'xen') return
  const accel3d = model?.of('acceleration', 'accel3d') === 'yes'
  model?.child('acceleration')?.ignore()
  if (type === 'virtio') {
    const vga = primary && transportOf(context, video) === '-pci' && /^(i686|x86_64|ppc64|ppc64le)$/.test(context.arch)
    const gl = accel3d ? '-gl' : ''
    const [onVga, alone] = isServed ? ['vhost-user-vga', 'vhost-user-gpu'] : [`virtio-vga${gl}`, `virtio-gpu${gl}`]
    const name = vga ? onVga : virtioDriver(context, alone, video, undefined)
    return addPart(context, 'device', name, { ...shared, max_outputs: heads, blob: model?.attribute('blob') })
  }
  if (type === 'qxl')
    return addPart(context, 'device', primary ? 'qxl-vga' : 'qxl', {
      ...shared,
      max_outputs: heads,
      ram_size: kibi(ram),
      vram_size: kibi(vram),
      vram64_size_mb: mebi(vram64) ?? '0',
      vgamem_mb: mebi(vgamem),
    })
  const name = type !== undefined && Object.hasOwn(VIDEO, type) ? VIDEO[type] : undefined
  if (!name) return void context.notUnderstood.push(`devices/video/model type=${type ?? '(none)'}`)
  addPart(context, 'device', name, {
    ...shared,
    ...(type === 'vga' || type === 'vmvga' ? { vgamem_mb: mebi(vram) } : type === 'bochs' ? { vgamem: kibi(vram) } : {}),
  })
}

/** Takes an <input>; those on PS/2 are part of the machine. */
export function readInput(context: Context, input: Element): void {
  const type = input.attribute('type')
  // Which one libvirt means elsewhere is a matter of its version.
  const bus = input.attribute('bus') ?? (type === 'tablet' ? 'usb' : /^(i686|x86_64)$/.test(context.arch) ? 'ps2' : undefined)
  const model = input.attribute('model')
  const name = type === 'keyboard' ? (bus === 'usb' ? 'kbd' : 'keyboard') : type
  if (type === 'evdev' || bus === 'none') return input.ignore()
  if (type === 'passthrough' && bus === 'virtio') {
    input.ignore('source')
    return addPart(context, 'device', virtioDriver(context, 'virtio-input-host', input, model), {
      id: idOf(context, input, 'input'),
      ...addressOf(context, input),
    })
  }
  if (!['tablet', 'mouse', 'keyboard'].includes(type ?? '')) return void context.notUnderstood.push(...input.whole('devices/input'))
  const id = idOf(context, input, 'input')
  if (bus === 'usb') addPart(context, 'device', `usb-${name}`, { id, ...addressOf(context, input) })
  else if (bus === 'virtio')
    addPart(context, 'device', virtioDriver(context, `virtio-${name}`, input, model), {
      id,
      ...virtioOptions(input.child('driver')),
      ...addressOf(context, input),
    })
  else if (bus !== 'ps2' && bus !== 'xen') context.notUnderstood.push(`devices/input ${bus === undefined ? `type=${type} without a bus` : `bus=${bus}`}`)
}

const SOUND: Readonly<Record<string, string>> = {
  ich6: 'intel-hda',
  ich9: 'ich9-intel-hda',
  ac97: 'AC97',
  es1370: 'ES1370',
  sb16: 'sb16',
  usb: 'usb-audio',
  virtio: 'virtio-sound',
}
const CODECS: Readonly<Record<string, string>> = { duplex: 'hda-duplex', micro: 'hda-micro', output: 'hda-output' }

/** Takes a <sound>, with its codecs. */
export function readSound(context: Context, sound: Element): void {
  const model = sound.attribute('model') ?? ''
  const id = idOf(context, sound, 'sound')
  const backend = sound.of('audio', 'id') ?? context.audio
  const audiodev = backend === undefined ? undefined : `audio${backend}`
  const hda = model === 'ich6' || model === 'ich9'
  // Every PC has a speaker.
  if (model === 'pcspk') return
  const stem = Object.hasOwn(SOUND, model) ? (SOUND[model] as string) : undefined
  if (!stem) return void context.notUnderstood.push(...sound.whole('devices/sound'))
  addPart(context, 'device', model === 'virtio' ? virtioDriver(context, stem, sound, undefined) : stem, {
    id,
    ...(hda ? {} : { audiodev }),
    multi: sound.attribute('multichannel') === 'yes' ? 'on' : undefined,
    streams: sound.attribute('streams'),
    ...virtioOptions(sound.child('driver')),
    ...addressOf(context, sound),
  })
  if (!hda) return
  const codecs = sound.all('codec').map((codec) => codec.attribute('type') ?? 'duplex')
  for (const [index, type] of (codecs.length > 0 ? codecs : ['duplex']).entries()) {
    const driver = CODECS[type]
    if (driver) addPart(context, 'device', driver, { id: `${id}-codec${index}`, bus: `${id}.0`, cad: String(index), audiodev })
    else context.notUnderstood.push(`devices/sound/codec type=${type}`)
  }
}

/** Takes an <audio>: how the host plays it. */
export function readAudio(context: Context, audio: Element): void {
  const id = audio.attribute('id') ?? '1'
  const type = audio.attribute('type') ?? 'none'
  audio.ignore()
  addPart(context, 'audiodev', { pulseaudio: 'pa', coreaudio: 'coreaudio', file: 'wav' }[type] ?? type, { id: `audio${id}` })
}
