import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SshConfigReader } from '../../../../src/main/ssh/ssh-config'
import { tempFolder } from '../../../helpers/temp-folder'

function homeWith(files: Readonly<Record<string, string>>): string {
  const home = tempFolder()
  mkdirSync(join(home, '.ssh/conf.d'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, '.ssh', name), text)
  return home
}

const readerFor = (home: string) => new SshConfigReader(home, join(home, '.ssh/system'))

describe('SshConfigReader.valuesFor', () => {
  it('does not keep what went wrong', async () => {
    const home = homeWith({})
    const reader = readerFor(home)
    const file = join(home, 'given')
    await expect(reader.valuesFor('web-01', undefined, file)).rejects.toMatchObject({ code: 'ssh.config-unreadable' })
    writeFileSync(file, 'User deploy\n')
    expect(await reader.valuesFor('web-01', undefined, file)).toMatchObject({ user: 'deploy' })
  })

  it('takes the first value of each option and gathers identity files', async () => {
    const home = homeWith({
      config: `Host web-*
  user deploy
  Port=2222
  IdentityFile ~/.ssh/a
Host web-01 !web-02
  User other
  IdentityFile ~/.ssh/b
Host *
  ServerAliveInterval 5
`,
      system: 'Host *\n  ServerAliveInterval 99\n  ConnectTimeout 7\n',
    })
    expect(await readerFor(home).valuesFor('web-01', undefined)).toMatchObject({
      user: 'deploy',
      port: '2222',
      identityfile: ['~/.ssh/a', '~/.ssh/b'],
      serveraliveinterval: '5',
      connecttimeout: '7',
    })
  })

  it('reads included files where they stand, and goes on with the section after them', async () => {
    const home = homeWith({
      config: 'Include conf.d/*.conf\nHost web-01\n  Include more\n  Port 2222\nHost *\n  User last\n',
      'conf.d/20.conf': 'Host web-01\n  HostName second\n',
      'conf.d/10.conf': 'Host web-01\n  HostName first\n',
      more: 'ConnectTimeout 3\n',
    })
    const values = await readerFor(home).valuesFor('web-01', undefined)
    expect(values).toMatchObject({ hostname: 'first', connecttimeout: '3', port: '2222', user: 'last' })
    expect(await readerFor(home).valuesFor('db-01', undefined)).toEqual({ user: 'last' })
  })

  it('does not run what Match exec names', async () => {
    const home = homeWith({ config: 'Match exec "true"\n  User evil\nMatch host web-01\n  User good\n' })
    expect(await readerFor(home).valuesFor('web-01', undefined)).toEqual({ user: 'good' })
  })

  it('knows nothing without files, and nothing when told "none"', async () => {
    const home = homeWith({ config: 'Host *\n  User me\n' })
    expect(await readerFor(tempFolder()).valuesFor('web-01', undefined)).toEqual({})
    expect(await readerFor(home).valuesFor('web-01', undefined, 'none')).toEqual({})
  })

  it.each([
    ['a file that is not there', {}, '~/.ssh/other'],
    ['includes that go in a circle', { config: 'Include config\n' }, undefined],
    ['text that makes no sense', { config: 'Host "web\n' }, undefined],
  ])('refuses %s', async (_name, files, file) => {
    await expect(readerFor(homeWith(files)).valuesFor('web-01', undefined, file)).rejects.toMatchObject({
      code: 'ssh.config-unreadable',
    })
  })
})
