import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { canonicalJson, firstPrevHash, hashRow } from '../../../../src/main/db/journal-hash'

describe('hashRow', () => {
  it('is SHA-256 over the hash before and the canonical row', () => {
    const row = {
      rollout: 'r1',
      seq: 3,
      at: 1_700_000_000_000,
      actor: 'Zoë "Z"',
      kind: 'gate-signed',
      payloadText: '{"a":1}',
    }
    const bytes = `${firstPrevHash}["r1",3,1700000000000,"Zoë \\"Z\\"","gate-signed",{"a":1}]`
    expect(hashRow(firstPrevHash, row)).toBe(createHash('sha256').update(bytes, 'utf8').digest('hex'))
  })
})

describe('canonicalJson', () => {
  it.each([
    [
      'sorts keys at every depth',
      { b: 1, a: { d: 1, c: [{ f: 1, e: 2 }] } },
      '{"a":{"c":[{"e":2,"f":1}],"d":1},"b":1}',
    ],
    ['leaves out what is undefined', { a: undefined, b: null }, '{"b":null}'],
    ['replaces half of a surrogate pair', { a: 'x\ud83d' }, '{"a":"x\ufffd"}'],
    ['writes numbers the shortest way', { a: 1e21, b: 0.1, c: -0 }, '{"a":1e+21,"b":0.1,"c":0}'],
    ['takes what is not a number', { a: Number.NaN, b: 1 / 0 }, '{"a":null,"b":null}'],
    ['keeps characters as they are', { 失败: '\u0000"\n' }, '{"失败":"\\u0000\\"\\n"}'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })
})
