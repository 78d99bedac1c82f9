import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseSshConfigInventory } from '../../../../../src/main/integrations/inventory/ssh-config'
import { problemsOf } from '../../../../helpers/problems'

describe('parseSshConfigInventory', () => {
  it('reads aliases with what applies to them and says what it left', () => {
    const text = `Include extra
Host web-01 web-02 *.internal
  HostName %h.example.com
  port 2222
Host = "build box"   # quoted
  hostname=10.0.0.7
Host bare
Host web-01
  User first
Host *
  User deploy
`
    expect(parseSshConfigInventory(text, 'config')).toStrictEqual({
      hosts: [
        { name: 'web-01', address: 'web-01.example.com', port: 2222, user: 'first', labels: {}, canary: false },
        { name: 'web-02', address: 'web-02.example.com', port: 2222, user: 'deploy', labels: {}, canary: false },
        { name: 'build box', address: '10.0.0.7', user: 'deploy', labels: {}, canary: false },
        { name: 'bare', user: 'deploy', labels: {}, canary: false },
      ],
      ignored: ['patterns, which name no host: *.internal *', 'Include: import those files on their own'],
    })
  })

  it('never runs the command of a Match block', () => {
    const proof = `/tmp/lastmile-match-${process.pid}`
    parseSshConfigInventory(`Match exec "touch ${proof}"\n  User x\nHost a\n  Port 22\n`, 'config')
    expect(existsSync(proof)).toBe(false)
  })

  it('names problems with the line of the alias', () => {
    expect(problemsOf(() => parseSshConfigInventory('\nHost a\n  Port many\nHost b/c\n', 'config'))).toEqual([
      'config:2:1 port: port must be a number from 1 to 65535, not "many"',
      'config:4:1 name: a name may not contain "/" or control characters',
    ])
  })

  it('refuses a file without hosts', () => {
    expect(problemsOf(() => parseSshConfigInventory('Host *\n  User x\n', 'config'))).toEqual([
      'config:1:1 the file names no host',
    ])
  })
})
