import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redactText, Redactor } from '../../../../src/main/logs/redactor'

function redactInChunks(secrets: readonly string[], chunks: readonly Buffer[]): string {
  const redactor = new Redactor(secrets)
  return Buffer.concat([...chunks.map((chunk) => redactor.push(chunk)), redactor.end()]).toString('latin1')
}

/** Every byte of every occurrence, one by one. */
function expectedOf(secrets: readonly string[], text: string): string {
  const out = [...text]
  for (const secret of secrets) {
    for (let at = 0; secret !== '' && at + secret.length <= text.length; at += 1) {
      if (text.startsWith(secret, at)) out.fill('*', at, at + secret.length)
    }
  }
  return out.join('')
}

describe('Redactor', () => {
  it.each([
    ['in one chunk', ['a hunter2 b']],
    ['across two', ['a hunt', 'er2 b']],
    ['byte by byte', Array.from('a hunter2 b')],
  ])('hides a secret %s', (_, chunks) => {
    expect(
      redactInChunks(
        ['hunter2'],
        chunks.map((chunk) => Buffer.from(chunk)),
      ),
    ).toBe('a ******* b')
  })

  it('hides any secrets in any chunks, and keeps every offset', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 40 })
    const secrets = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 }), { maxLength: 3 })
    fc.assert(
      fc.property(secrets, letters, fc.array(fc.nat(7), { maxLength: 20 }), (hidden, text, sizes) => {
        const chunks: Buffer[] = []
        let at = 0
        for (const size of [...sizes, text.length]) {
          chunks.push(Buffer.from(text.slice(at, at + size)))
          at += size
        }
        expect(redactInChunks(hidden, chunks)).toBe(expectedOf(hidden, text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('passes chunks on as they are when there is nothing to hide', () => {
    const chunk = Buffer.from('anything')
    expect(new Redactor([]).push(chunk)).toBe(chunk)
    expect(new Redactor(['']).push(chunk)).toBe(chunk)
    expect(new Redactor(['secret']).push(chunk)).toBe(chunk)
  })

  it('holds back no more than the start of a secret', () => {
    const redactor = new Redactor(['hunter2'])
    expect(redactor.push(Buffer.from('go hunt')).toString()).toBe('go ')
    expect(redactor.push(Buffer.from('ing h')).toString()).toBe('hunting ')
    expect(redactor.end().toString()).toBe('h')
    expect(redactor.end().toString()).toBe('')
  })

  it('does not change what it is given', () => {
    const chunk = Buffer.from('my hunter2')
    new Redactor(['hunter2']).push(chunk)
    expect(chunk.toString()).toBe('my hunter2')
  })

  it('hides every byte of a secret that is not ASCII', () => {
    expect(redactText('Kennwort: pässwörd!', ['pässwörd'])).toBe(`Kennwort: ${'*'.repeat(10)}!`)
  })
})
