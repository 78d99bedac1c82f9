import { describe, expect, it } from 'vitest'
import {
  nameOfLine,
  searchKnownHosts,
  type KnownHost,
} from '../../../../../src/renderer/features/settings/known-host-search'

const line = (number: number, parts: Partial<KnownHost>): KnownHost => ({
  file: '/data/known_hosts',
  line: number,
  isOwn: true,
  hosts: 'web-01.example.com,10.0.0.1',
  isHashed: false,
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:kyDJITBgh2grIh9hT0uFpx9i066FSg6uXXSgMiE2gRI',
  ...parts,
})
const own = line(1, {})
const hashed = line(2, { hosts: '|1|web=|x=', isHashed: true, file: '/home/ann/.ssh/known_hosts' })
const revoked = line(3, { hosts: 'old.example.com', marker: 'revoked', keyType: 'ssh-rsa' })
const lines = [own, hashed, revoked]

describe('searchKnownHosts', () => {
  it.each([
    ['', lines],
    ['WEB-01', [own]],
    ['example ed25519', [own]],
    ['revoked', [revoked]],
    ['ann', [hashed]],
    ['|1|web', []],
    ['kyDJIT rsa', [revoked]],
    ['nothing', []],
  ])('finds by %o', (text, found) => {
    expect(searchKnownHosts(lines, text)).toEqual(found)
  })
})

describe('nameOfLine', () => {
  it('is the first host, or the fingerprint where the name is a hash', () => {
    expect(lines.map((each) => nameOfLine(each))).toEqual([
      'web-01.example.com',
      'SHA256:kyDJITBgh2grI…',
      'old.example.com',
    ])
  })
})
