import { shorthandOf } from '../../input/index.ts'
import { type Register, examples } from '../command.ts'
import { readKnowledge } from '../context.ts'
import { probeHost } from '../host.ts'
import { harmless, print, printJson } from '../output.ts'

/** `probe`: what this host is. */
export const probe: Register = (program) => {
  program
    .command('probe')
    .description("print this host's profile: kernel, CPU, QEMU, libvirt, Xen, KVM; what is found and not understood goes to stderr")
    .option('--json', 'as JSON, with the place of every fact')
    .addHelpText('after', examples('probe', 'probe --json > host-a.json', 'probe | canimigrate check --from - --to "qemu=8.2 linux=6.6 kvm=hv cpu=power10"'))
    .action(async ({ json }: { json?: boolean }) => {
      const profile = await probeHost({ options: (await readKnowledge()).options })
      if (json) return printJson(profile)
      for (const part of profile['not-understood']) process.stderr.write(`canimigrate: not understood: ${harmless(part)}\n`)
      print(shorthandOf(profile))
    })
}
