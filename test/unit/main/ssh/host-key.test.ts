import { describe, expect, it } from 'vitest'
import { algorithmsFor, fingerprintOf, parseHostKey } from '../../../../src/main/ssh/host-key'

const base64 = 'AAAAC3NzaC1lZDI1NTE5AAAAIHyTkw5BRNsSodLe3irDsiyqUqLhCTDHMop0XNJWp+j+'
const bytes = Buffer.from(base64, 'base64')

describe('parseHostKey', () => {
  it('reads a key in wire format', () => {
    expect(parseHostKey(bytes)).toEqual({ type: 'ssh-ed25519', blob: base64 })
  })

  it.each([0, 3, 10, 15, 30, bytes.length - 1])('refuses one that was cut off after %i bytes', (length) => {
    expect(parseHostKey(bytes.subarray(0, length))).toBeUndefined()
  })
})

describe('fingerprintOf', () => {
  it('says what ssh-keygen -l says', () => {
    const key = { type: 'ssh-ed25519', blob: base64 }
    expect(fingerprintOf(key)).toBe('SHA256:WIsX1g0k2W6j50WNAVXSLJ43HVfgxkZcHmhv5hH3ZeE')
  })
})

describe('algorithmsFor', () => {
  it('asks for the known types first and keeps the others', () => {
    expect(algorithmsFor(['ssh-rsa', 'ssh-dss', 'ssh-rsa'])).toEqual([
      'rsa-sha2-512',
      'rsa-sha2-256',
      'ssh-rsa',
      'ssh-ed25519',
      'ecdsa-sha2-nistp256',
      'ecdsa-sha2-nistp384',
      'ecdsa-sha2-nistp521',
    ])
  })

  it('prefers ed25519 for a host that is not known', () => {
    expect(algorithmsFor([])[0]).toBe('ssh-ed25519')
  })
})
