import { describe, expect, it, test } from 'vitest'
import { readYaml } from '../../lib/content/yaml.ts'
import { parseFleet } from '../../lib/input/fleet.ts'
import { formOfText, parseDocument, parseDomain, parseSide } from '../../lib/input/index.ts'
import { InputError } from '../../lib/model/index.ts'
import { message } from '../fixtures/message.ts'
import { DOCUMENTS, HOSTILE } from './strings.ts'

const options = { options: ['cap'], name: 'input' }

/** Reads whatever comes, as a question's side; what is wrong with it is a problem of one line. */
function taken(value: unknown): unknown {
  try {
    return parseSide(value, options)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    for (const one of error.problems) expect(one.message).toMatch(/^[^\n]{1,800}$/)
    return undefined
  }
}

describe('pasted documents', () => {
  const before = Object.getOwnPropertyNames(Object.prototype).join()
  test.each([...DOCUMENTS, ...HOSTILE].map((text) => [text.slice(0, 60), text]))('%j is read or refused in one line', (_, text) => {
    taken(text)
    taken({ text, host: text })
    taken({ cmdline: text, host: { linux: text } })
    taken({ [text.slice(0, 100)]: text, device: [text] })
    message(() => parseFleet(text, { ...options, limits: { characters: 2 ** 20, hosts: 100, vms: 100 } }))
    expect(readYaml(text).positions).toBeDefined()
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before)
  })

  it('XML has no entities but its own, and no DOCTYPE', () => {
    for (const text of DOCUMENTS.filter((one) => one.includes('<!DOCTYPE'))) expect(message(() => parseDomain(text, options))).toMatch(/DOCTYPE/)
    const { devices } = parseDomain("<domain type='kvm'><metadata>&file;</metadata><uuid>&lt;&unknown;&#x41;</uuid></domain>", options)
    expect(devices.find(({ kind }) => kind === 'uuid')?.properties.uuid).toBe('<&unknown;A')
  })
  it('elements are counted as they are, not as they look', () =>
    expect(message(() => parseDomain(`<domain>${'<a b="/>">'.repeat(3000)}${'</a>'.repeat(3000)}</domain>`, options))).toMatch(/nests deeper|not well-formed/))
  it('XML has bounds of nesting that the reader holds by itself', () => {
    // Closed elements in an attribute do not make the depth less.
    const text = `<domain>${'<a b="</a>">'.repeat(200)}${'</a>'.repeat(200)}</domain>`
    expect(message(() => parseDomain(text, options))).toMatch(/nests deeper|not well-formed/)
  })

  it.each(['!!js/function "x"', '!!python/object/apply:os.system [x]', '!custom x', '!<tag:x,2002:y> x'])('YAML makes nothing but data of a tag: %s', (tag) => {
    expect(message(() => parseDocument(`qemu: ${tag}`, options))).not.toBe('no error')
    expect(readYaml(`qemu: ${tag}`).errors.length).toBeGreaterThan(0)
  })
  it('aliases are not multiplied', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[index]}`).join(',')}]`)
      .join('\n')}\n`
    expect(message(() => parseDocument(bomb, options))).toMatch(/alias/)
    expect(readYaml(bomb).errors[0]?.message).toMatch(/anchors/)
    expect(message(() => parseFleet(bomb))).toMatch(/alias/)
  })

  it('names of an object are names', () => {
    const profile = parseSide('guest.uses.constructor=yes xenfeat.toString=yes cap=on', options)
    expect(Object.keys(profile.facts)).toContain('guest.uses.constructor')
    for (const text of ['__proto__=1', 'constructor=1', '{"__proto__": "x"}', '__proto__: x', '{"toString": "x"}'])
      expect(
        message(() => parseSide(text, options)),
        text,
      ).toMatch(/is not a key|not a mapping|is not `key=value`/)
    const device = parseSide('qemu-system-x86_64 -device x,__proto__=1,constructor=2', options).devices[0]
    expect(Object.getPrototypeOf(device?.properties)).toBe(Object.prototype)
    expect(formOfText('__proto__')).toBe('facts')
  })
  it('problems are told up to some', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `key${index}=1`).join(' ')
    try {
      parseSide(keys, options)
    } catch (error) {
      expect((error as InputError).problems.length).toBe(50)
    }
  })
})
