import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FormSearch } from '../../../../src/main/secrets/form-search'
import { redactText, Redactor } from '../../../../src/main/secrets/redactor'

function redactInChunks(secrets: readonly string[], chunks: readonly Buffer[]): string {
  const redactor = new Redactor(new FormSearch(secrets))
  return Buffer.concat([...chunks.map((chunk) => redactor.push(chunk)), redactor.end()]).toString('latin1')
}

/** A text cut into pieces of these sizes; the rest is the last one. */
function chunksOf(text: string, sizes: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text)
  const chunks: Buffer[] = []
  let at = 0
  for (const size of sizes) chunks.push(bytes.subarray(at, (at += size)))
  return [...chunks, bytes.subarray(at)]
}

const sizes = fc.array(fc.nat(40), { maxLength: 30 })
/** What people choose, and what generators make; with all that encodings treat in a way of their own. */
const secret = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...Array.from(`abzAZ09 -_.~!*'()/+=&?%"\\$\`<>{}:;,@#^|äß€😀`)),
    minLength: 8,
    maxLength: 60,
  }),
  fc.base64String({ minLength: 16, maxLength: 80 }),
  fc
    .array(fc.string({ unit: fc.constantFrom('k', 'e', 'y', '9', '/', '+'), minLength: 8, maxLength: 20 }), {
      minLength: 2,
      maxLength: 4,
    })
    .map((lines) => `${lines.join('\n')}\n`),
)
const trimmed = (value: string) => value.replace(/[\r\n]+$/, '')
const usable = secret.filter((value) => Buffer.byteLength(trimmed(value)) >= 8 && trimmed(value).trim() !== '')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const byteHex = (text: string) =>
  Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')
/** Ways to write a text, and whether what stands around it changes how it is written. */
const encodings: readonly (readonly [name: string, write: (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['encodeURIComponent', encodeURIComponent],
  ['lower-case percent-encoding', (text) => encodeURIComponent(text).replace(/%../g, (hex) => hex.toLowerCase())],
  ['a form', (text) => new URLSearchParams({ x: text }).toString().slice(2)],
  ['every byte percent-encoded', byteHex],
  ['JSON', (text) => JSON.stringify(text)],
  ['shell quotes', (text) => `'${text.replaceAll("'", `'\\''`)}'`],
  ['base64', base64],
  ['url-safe base64', (text) => Buffer.from(text).toString('base64url')],
  ['base64 without padding', (text) => base64(text).replace(/=+$/, '')],
]

describe('Redactor', () => {
  it.each([
    ['in one chunk', ['a hunter2 b']],
    ['across two', ['a hunt', 'er2 b']],
    ['byte by byte', Array.from('a hunter2 b')],
  ])('hides a secret %s', (_, pieces) => {
    const chunks = pieces.map((piece) => Buffer.from(piece))
    expect(redactInChunks(['hunter2'], chunks)).toBe('a ******* b')
  })

  it('hides any secret in any writing and any chunks, byte for byte, and nothing around it', () => {
    const around = fc.string({ unit: fc.constantFrom(' ', '\n', '#'), minLength: 1, maxLength: 8 })
    const which = fc.constantFrom(...encodings)
    fc.assert(
      fc.property(
        fc.array(usable, { minLength: 1, maxLength: 4 }),
        around,
        around,
        which,
        sizes,
        (all, a, b, how, cuts) => {
          const [, write] = how
          const text = trimmed(all[0] ?? '')
          const written = write(text)
          const shown = redactInChunks(all, chunksOf(`${a}${written}${b}`, cuts))
          const quotes = how[0] === 'JSON' ? '"' : how[0] === 'shell quotes' ? "'" : ''
          const stars = '*'.repeat(Buffer.byteLength(written) - 2 * quotes.length)
          // another secret may be the very same as what stands around
          fc.pre(all.every((other) => !`${a}${b}`.includes(trimmed(other))))
          expect(shown).toBe(`${a}${quotes}${stars}${quotes}${b}`)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('hides a secret within what is encoded in base64, whatever stands before and after it', () => {
    const other = fc.uint8Array({ maxLength: 20 })
    const alphabet = fc.constantFrom('base64', 'base64url')
    fc.assert(
      fc.property(usable, other, other, alphabet, sizes, (value, before, after, encoding, cuts) => {
        const bytes = Buffer.from(trimmed(value))
        const encoded = Buffer.concat([before, bytes, after]).toString(encoding)
        const shown = redactInChunks([value], chunksOf(`x: ${encoded}\n`, cuts)).slice(3, -1)
        expect(shown).toHaveLength(encoded.length)
        // of each character that has a bit of the secret in it
        const from = Math.floor((before.length * 8) / 6)
        const to = Math.ceil(((before.length + bytes.length) * 8) / 6)
        expect(shown.slice(from, to)).toBe('*'.repeat(to - from))
      }),
      { numRuns: 300 },
    )
  })

  it('hides each long line of a secret, and the lines in which base64 prints it', () => {
    const lines = Array.from({ length: 3 }, (_, i) => `line-${i}-`.repeat(12))
    const value = `-----BEGIN KEY-----\n${lines.join('\n')}\n`
    const wrapped = base64(trimmed(value)).replace(/.{76}/g, '$&\n')
    expect(redactText(`${lines[1]}\r\n`, new FormSearch([value]))).toMatch(/^\*+\r\n$/)
    expect(redactText(wrapped, new FormSearch([value]))).toMatch(/^(\*+\n)+\*+$/)
  })

  it('hides forms that overlap', () => {
    expect(redactInChunks(['abcabc', 'bcab'], [Buffer.from('x abcabcab x cabc')])).toBe('x ******** x cabc')
  })

  it('passes chunks on as they are when there is nothing to hide', () => {
    const chunk = Buffer.from('anything\n')
    expect(new Redactor(new FormSearch([])).push(chunk)).toBe(chunk)
    expect(new Redactor(new FormSearch(['', 'abc'])).push(chunk)).toBe(chunk)
    expect(new Redactor(new FormSearch(['secret'])).push(chunk)).toBe(chunk)
  })

  it('holds back no more than the start of a secret and the character before it', () => {
    const redactor = new Redactor(new FormSearch(['hunter2']))
    expect(redactor.push(Buffer.from('go: hunt')).toString()).toBe('go: ')
    expect(redactor.push(Buffer.from('ing:\n')).toString()).toBe('hunting:\n')
    expect(redactor.push(Buffer.from('.h')).toString()).toBe('.')
    expect(redactor.end().toString()).toBe('h')
    expect(redactor.end().toString()).toBe('')
  })

  it('does not change what it is given', () => {
    const chunk = Buffer.from('my hunter2')
    new Redactor(new FormSearch(['hunter2'])).push(chunk)
    expect(chunk.toString()).toBe('my hunter2')
  })

  it('hides every byte of a secret that is not ASCII', () => {
    expect(redactText('Kennwort: pässwörd!', new FormSearch(['pässwörd']))).toBe(`Kennwort: ${'*'.repeat(10)}!`)
  })
})
