import { describe, expect, it } from 'vitest'
import { formatKnownHost, lookupName, matchesNames, parseKnownHosts } from '../../../../src/main/ssh/known-hosts-lines'

const ed = 'AAAAC3NzaC1lZDI1NTE5AAAAIHyTkw5BRNsSodLe3irDsiyqUqLhCTDHMop0XNJWp+j+'
const ec =
  'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBKRU043VzvW7H6RW+JlhTan2sP38ESppV0GEtIUZrkB9rg5TRBZkoZMnUCtAqNmhw2EUl3pi/gpXL9wMULGTN0E='

/** Written by `ssh-keygen -H` (OpenSSH 9.2) from `web-01.example.com,10.0.1.11 …` and `[web-02]:2222 …`. */
const hashed = `|1|b9iVXnqs5gfDELhx7EkugI8j3yI=|Pk0oXep0W1SC5+P+SpNdlj392WE= ssh-ed25519 ${ed}
|1|6+tcuTj9gHOgkWz45qoqP7h7iWM=|rVlFWRHtj442tlTwDG6An1n6deY= ssh-ed25519 ${ed}
|1|aLycGs6j9UBCeJkmRKM8IseXpqo=|KXCJdnjWDVovPUXMAI8bHVOrspU= ecdsa-sha2-nistp256 ${ec}
`

describe('parseKnownHosts', () => {
  it('reads lines, revocations and their numbers, and leaves the rest out', () => {
    const text = [
      '# a comment',
      `web-01,10.0.1.11 ssh-ed25519 ${ed} comment with spaces`,
      '',
      `\t@revoked\t*  ssh-ed25519 ${ed}`,
      `@cert-authority *.example.com ssh-ed25519 ${ed}`,
      `@something web-01 ssh-ed25519 ${ed}`,
      `web-03 ssh-rsa ${ed}`,
      `web-04 ssh-ed25519 ${ed.slice(0, 40)}`,
      'web-05 ssh-ed25519',
      `web-06 ssh-ed25519 not*base64`,
    ].join('\n')
    const key = { type: 'ssh-ed25519', blob: ed, file: 'f' }
    expect(parseKnownHosts(text, 'f')).toEqual([
      { ...key, names: 'web-01,10.0.1.11', isRevoked: false, line: 2 },
      { ...key, names: '*', isRevoked: true, line: 4 },
    ])
  })

  it('reads Windows line ends', () => {
    expect(parseKnownHosts(`web-01 ssh-ed25519 ${ed}\r\n`, 'f').map((line) => line.names)).toEqual(['web-01'])
  })
})

describe('lookupName', () => {
  it.each([
    ['Web-01.Example.com', 22, 'web-01.example.com'],
    ['web-01', 2222, '[web-01]:2222'],
    ['::1', 22, '::1'],
    ['2001:db8::1', 2222, '[2001:db8::1]:2222'],
  ])('%s port %i is %s', (host, port, name) => expect(lookupName(host, port)).toBe(name))
})

describe('matchesNames', () => {
  it.each([
    ['web-01', 'web-01', true],
    ['WEB-01', 'web-01', true],
    ['web-01', 'web-011', false],
    ['db-01,web-01', 'web-01', true],
    ['*', 'web-01', true],
    ['*.example.com', 'web-01.example.com', true],
    ['*.example.com', 'example.com', false],
    ['web-0?', 'web-01', true],
    ['web-0?', 'web-0', false],
    ['web-0?', 'web-012', false],
    ['*.example.com,!db.example.com', 'db.example.com', false],
    ['!db.example.com,*.example.com', 'db.example.com', false],
    ['*.example.com,!db.example.com', 'web.example.com', true],
    ['!db.example.com', 'web.example.com', false],
    ['[web-01]:2222', '[web-01]:2222', true],
    ['[web-01]:2222', 'web-01', false],
    ['[*.example.com]:2222', '[a.example.com]:2222', true],
    ['[*]:22?2', '[a]:2222', true],
    ['a.b', 'axb', false],
    ['*a*b*c*', 'xxaxxbxxcxx', true],
    ['*a*b*c', 'xxaxxbxxcxx', false],
    ['|1|nonsense', 'web-01', false],
    ['|2|b9iVXnqs5gfDELhx7EkugI8j3yI=|Pk0oXep0W1SC5+P+SpNdlj392WE=', 'web-01.example.com', false],
  ])('%s for %s: %s', (names, host, isMatch) => expect(matchesNames(names, host)).toBe(isMatch))

  it('matches what ssh-keygen -H wrote', () => {
    const lines = parseKnownHosts(hashed, 'f')
    const linesOf = (host: string) => lines.filter((line) => matchesNames(line.names, host)).map((line) => line.line)
    expect([linesOf('web-01.example.com'), linesOf('10.0.1.11'), linesOf('[web-02]:2222'), linesOf('web-02')]).toEqual([
      [1],
      [2],
      [3],
      [],
    ])
  })

  it('does not run away on a pattern full of stars', () => {
    expect(matchesNames(`${'*a'.repeat(50)}b`, 'a'.repeat(2_000))).toBe(false)
  })
})

describe('formatKnownHost', () => {
  const key = { type: 'ssh-ed25519', blob: ed }

  it.each(['web-01', '[web-01]:2222', '::1'])('writes %s as it is', (host) => {
    expect(formatKnownHost(host, key)).toBe(`${host} ssh-ed25519 ${ed}`)
  })

  it.each(['*', 'a,b', '!web', '@revoked', 'a b', 'web\nevil', '#web', '|1|x|y'])('hashes %j', (host) => {
    const line = formatKnownHost(host, key)
    expect(line).toMatch(/^\|1\|[\w+/=]+\|[\w+/=]+ ssh-ed25519 \S+$/)
    const [parsed] = parseKnownHosts(line, 'f')
    expect(matchesNames(parsed?.names ?? '', host)).toBe(true)
  })
})
