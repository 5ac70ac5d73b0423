import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import type * as Cedar from '@cedar-policy/cedar-wasm/nodejs'
import { CAPS, type Cap, numberOf } from './caps.ts'
import { type Bits, DESTINATION, type Question, SOURCE, STREAM } from './questions.ts'

/** The questions as Cedar policies, parsed once; three requests per question, as three things are asked. */
export function byCedar(): (question: Question) => Bits {
  // Node 20 dies in its deoptimizer (`unreachable code`) when calls of WebAssembly were inlined.
  setFlagsFromString('--no-turbo-inline-js-wasm-calls')
  const cedar = createRequire(import.meta.url)('@cedar-policy/cedar-wasm/nodejs') as typeof Cedar
  const parsed = cedar.preparsePolicySet('bench', { staticPolicies: policies() })
  if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed))
  const ask = (action: string, context: Cedar.Context): boolean => {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: 'VM', id: 'vm' },
      action: { type: 'Action', id: action },
      resource: { type: 'Host', id: 'host' },
      context,
      preparsedPolicySetId: 'bench',
      entities: [],
    })
    if (answer.type !== 'success') throw new Error(JSON.stringify(answer))
    return answer.response.decision === 'allow'
  }
  return ({ source, destination }) => {
    const from = contextOf(source.facts)
    const to = contextOf(destination.facts)
    return (ask('start', { to: from }) ? SOURCE : 0) | (ask('start', { to }) ? DESTINATION : 0) | (ask('stream', { from, to }) ? STREAM : 0)
  }
}

type Values = Record<string, number | string>

function contextOf(facts: Readonly<Record<string, string>>): Values {
  const context: Values = {
    accel: facts.accel as string,
    qemu: numberOf(facts.qemu as string),
    machine: numberOf((facts.machine as string).slice('pseries-'.length)),
  }
  for (const { name, values } of CAPS) {
    const text = facts[name]
    if (text !== undefined) context[name] = values.indexOf(text)
  }
  return context
}

function policies(): string {
  return [
    'permit(principal, action, resource);',
    forbid('start', 'context.to.machine > context.to.qemu'),
    ...CAPS.map(({ name, since }) => forbid('start', `context.to has "${name}" && context.to.qemu < ${numberOf(since)}`)),
    ...CAPS.filter(({ needsKvm }) => needsKvm).map((cap) => forbid('start', `context.to.accel == "tcg" && ${valueOf(cap, 'to')} > 0`)),
    forbid('stream', 'context.from.machine != context.to.machine'),
    ...CAPS.map((cap) => forbid('stream', `${valueOf(cap, 'from')} > ${valueOf(cap, 'to')}`)),
  ].join('\n')
}

function forbid(action: string, when: string): string {
  return `forbid(principal, action == Action::"${action}", resource) when { ${when} };`
}

function valueOf({ name, defaults }: Cap, side: string): string {
  const byMachine = defaults.reduceRight(
    (otherwise, { from, value }) => `(if context.${side}.machine >= ${numberOf(from)} then ${value} else ${otherwise})`,
    '0',
  )
  return `(if context.${side} has "${name}" then context.${side}["${name}"] else ${byMachine})`
}
