import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { handle } from '../../lib/api/handle.ts'
import type { Service } from '../../lib/api/service.ts'
import { type MadeRequest, type OpenApi, requestsOf } from './requests.ts'

/** Of a site that runs elsewhere, e.g. http://127.0.0.1:3000; default: the handler itself. */
const TARGET = process.env.API_TARGET
const SEED = Number(process.env.SEED ?? 6)
const REQUESTS = Number(process.env.API_REQUESTS ?? 800)

const sendTo = (service: Service, { method, path, headers, body }: MadeRequest): Promise<Response> => {
  const init = { method, headers, ...(body === undefined ? {} : { body }) }
  if (TARGET) return fetch(`${TARGET}/api/v1${path}`, { ...init, redirect: 'manual' })
  const request = new Request(`http://test/api/v1${path}`, init)
  // As fetch would not have said it itself.
  if (body !== undefined && headers['content-type'] === undefined) request.headers.delete('content-type')
  return handle(service, request, new URL(request.url).pathname.replace(/^\/api\/v1/, ''))
}

/** The OpenAPI document holds for whatever is sent. */
export function apiProperties(serviceOf: () => Service): void {
  const send = (request: MadeRequest) => sendTo(serviceOf(), request)
  describe('the OpenAPI document', () => {
    it('is valid OpenAPI 3.1', async () => {
      const document = await (await send({ method: 'GET', path: '/openapi.json', headers: {}, template: '', isValid: true })).json()
      expect(await new Validator().validate(document as Record<string, unknown>)).toMatchObject({ valid: true })
    })

    it(`holds for ${REQUESTS} requests made from it (SEED=${SEED}; API_REQUESTS for more)`, { timeout: 600_000 }, async () => {
      const document = (await (await send({ method: 'GET', path: '/openapi.json', headers: {}, template: '', isValid: true })).json()) as OpenApi
      const check = checkerOf(document)
      const knowledge = await serviceOf().knowledge()
      const ids = [...knowledge.entries.keys()].filter((_, index) => index % 40 === 0)
      const first = [...knowledge.entries.values()][0]
      const words = {
        id: [...ids, `${first?.data.id}@${first?.revision}`, 'Answer', 'Problem'],
        feature: knowledge.features.slice(0, 200).flatMap(({ data }, index) => (index % 40 === 0 ? [data.id] : [])),
        component: [...knowledge.lines.keys()],
        version: ['7.2', '6.1', '4.17'],
        kind: ['feature', 'policy', 'feature,rule'],
        area: ['ppc', 'xen', 'x86'],
        status: ['agreed', 'merged'],
        q: ['qemu', 'KVM_CAP', 'from:jan', '"guest abi"'],
        since: [knowledge.digest, '2026-01-01', '2020-02-30'],
        list: ['qemu-devel'],
        claim: ['rely', 'control', 'outcome', 'cell.qemu.7.2', 'cell.linux.6.1'],
      }
      const statuses = new Map<string, number>()
      const wrong: string[] = []
      const requests = requestsOf(document, words, SEED)
      for (let count = 0; count < REQUESTS && wrong.length < 20; count++) {
        const request = requests.next().value
        const response = await send(request)
        const key = `${request.isValid ? 'valid' : 'mutated'} ${response.status}`
        statuses.set(key, (statuses.get(key) ?? 0) + 1)
        const problem = await check(request, response)
        if (problem) wrong.push(`${problem}: ${JSON.stringify(request).slice(0, 600)}`)
      }
      if (process.env.API_REQUESTS) console.log(Object.fromEntries([...statuses].sort()))
      expect(wrong).toEqual([])
      // It tried what it should.
      for (const key of ['valid 200', 'valid 404', 'mutated 400', 'mutated 404', 'mutated 405', 'mutated 406', 'mutated 415'])
        expect(statuses.get(key), key).toBeGreaterThan(0)
    })
  })
}

/** Says what is wrong with an answer: its status, type, body or headers are not those of the document. */
function checkerOf(document: OpenApi): (request: MadeRequest, response: Response) => Promise<string | undefined> {
  const ajv = formats.default(new Ajv2020({ strict: false }))
  ajv.addSchema(document as object, 'openapi.json')
  const pointer = (...path: string[]): string =>
    `openapi.json#/${path.map((one) => encodeURIComponent(one.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
  const fits = (reference: string, value: unknown): string | undefined => {
    const validate = ajv.getSchema(reference)
    if (!validate) return `no schema at ${reference}`
    return validate(value) ? undefined : ajv.errorsText(validate.errors).slice(0, 300)
  }
  const component = (name: string, value: unknown): string | undefined => fits(pointer('components', 'schemas', name), value)

  return async ({ method, path, template }, response) => {
    const body = await response.text()
    const type = response.headers.get('content-type') ?? ''
    const { status } = response
    if (status >= 500) return `status ${status} ${body.slice(0, 200)}`
    if (response.headers.get('access-control-allow-origin') !== '*') return 'no CORS'
    if (method === 'HEAD') return body === '' ? undefined : 'a body for HEAD'
    if (method === 'OPTIONS') return status === 204 || status === 404 ? undefined : `status ${status} for OPTIONS`
    if (status === 405) return response.headers.get('allow') ? component('Problem', JSON.parse(body)) : '405 without Allow'
    // Anything may be asked for below an address.
    const [, templatePath = ''] = template.split(' ')
    if (status === 404 && !(matches(templatePath, path) && document.paths[templatePath]?.[method.toLowerCase()])) return component('Problem', JSON.parse(body))
    const here = Object.keys(document.paths).find((one) => matches(one, path) && document.paths[one]?.[method.toLowerCase()]) ?? templatePath
    const documented = document.paths[here]?.[method.toLowerCase()]?.responses[String(status)]
    if (!documented) return `status ${status} is not documented for ${method} ${here}`
    if (status === 304) return body === '' ? undefined : 'a body with 304'
    if (method === 'GET' && status === 200 && !response.headers.get('etag')) return 'no ETag'
    const declared = Object.keys(documented.content ?? {})[0] as string
    if (type.split(';')[0] !== declared) return `type ${type} instead of ${declared}`
    if (declared === 'application/x-ndjson') {
      for (const line of body.split('\n').filter(Boolean)) {
        const { id: _, ...rest } = JSON.parse(line) as Record<string, unknown>
        const problem = 'error' in rest ? component('Problem', rest.error) : component('Answer', rest)
        if (problem) return problem
      }
      return undefined
    }
    return fits(pointer('paths', here, method.toLowerCase(), 'responses', String(status), 'content', declared, 'schema'), JSON.parse(body))
  }
}

/** Whether a path may be meant by a template, the first that fits. */
function matches(template: string, path: string): boolean {
  const pattern = template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '.+?')
  return new RegExp(`^${pattern}/?$`, 's').test(path.split('?')[0] as string)
}
