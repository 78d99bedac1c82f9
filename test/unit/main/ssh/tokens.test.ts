import { describe, expect, it } from 'vitest'
import { expandHome, expandTokens, expandVariables } from '../../../../src/main/ssh/tokens'

describe('expandTokens', () => {
  const values = { host: '10.0.1.11', alias: 'web-01', port: 2222, user: 'deploy', home: '/home/me' }
  it.each([
    ['%d/.ssh/%r@%h:%p', '/home/me/.ssh/deploy@10.0.1.11:2222'],
    ['%n.example.com', 'web-01.example.com'],
    ['100%%', '100%'],
    ['%%h', '%h'],
    ['%Q %', '%Q %'],
  ])('%s', (text, expanded) => expect(expandTokens(text, values)).toBe(expanded))
})

describe('expandHome', () => {
  it.each([
    ['~', '/home/me'],
    ['~/.ssh/id', '/home/me/.ssh/id'],
    ['~other/x', '~other/x'],
    ['/etc/x', '/etc/x'],
  ])('%s', (path, expanded) => expect(expandHome(path, '/home/me')).toBe(expanded))
})

describe('expandVariables', () => {
  it('fills variables and leaves missing ones empty', () => {
    expect(expandVariables('${KEYS}/id_${NONE}x', { KEYS: '/keys' })).toBe('/keys/id_x')
  })
})
