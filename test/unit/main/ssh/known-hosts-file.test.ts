import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { KnownHostsFile } from '../../../../src/main/ssh/known-hosts-file'
import { makeHostKey, publicLineOf } from '../../../helpers/scripted-ssh-server'
import { tempFolder } from '../../../helpers/temp-folder'

const line = publicLineOf(makeHostKey())
const blob = line.split(' ')[1] ?? ''

describe('KnownHostsFile', () => {
  it('is empty when there is no file', async () => {
    const file = new KnownHostsFile(join(tempFolder(), 'none'))
    await file.refresh()
    expect(file.listByHost('web-01')).toEqual([])
  })

  it('finds lines by host and by key', async () => {
    const path = join(tempFolder(), 'known_hosts')
    writeFileSync(path, `web-01,web-02 ${line}\n*.example.com ${line}\n@revoked bad ${line}\n`)
    const file = new KnownHostsFile(path)
    await file.refresh()
    const lines = (host: string) => file.listByHost(host).map((found) => found.line)
    expect([lines('web-02'), lines('a.example.com'), lines('bad'), lines('web-03')]).toEqual([[1], [2], [], []])
    expect(file.findByKey('bad', blob).map((found) => found.isRevoked)).toEqual([true])
    expect([file.listTypes('web-01'), file.listTypes('a.example.com')]).toEqual([['ssh-ed25519'], []])
  })

  it('lets nobody go on before it was read, also who comes while it is', async () => {
    const path = join(tempFolder(), 'known_hosts')
    writeFileSync(path, `web-01 ${line}\n`)
    const file = new KnownHostsFile(path)
    void file.refresh()
    await file.refresh()
    expect(file.listByHost('web-01')).toHaveLength(1)
  })

  it('appends after a line that was cut off by a crash', async () => {
    const path = join(tempFolder(), 'known_hosts')
    writeFileSync(path, `web-01 ${line}\nweb-02 ssh-ed2551`)
    const file = new KnownHostsFile(path)
    await file.refresh()
    await file.append(`web-03 ${line}`, 'web-03')
    expect(readFileSync(path, 'utf8')).toBe(`web-01 ${line}\nweb-02 ssh-ed2551\nweb-03 ${line}\n`)
    expect(file.listByHost('web-03').map((found) => found.line)).toEqual([3])
  })

  it('writes what comes together, all of it, into a new private file', async () => {
    const path = join(tempFolder(), 'deep', 'known_hosts')
    const file = new KnownHostsFile(path)
    await file.refresh()
    const hosts = Array.from({ length: 50 }, (_, i) => `web-${i}`)
    await Promise.all(hosts.map((host) => file.append(`${host} ${line}`, host)))
    expect(readFileSync(path, 'utf8').split('\n').sort()).toEqual(
      [...hosts.map((host) => `${host} ${line}`), ''].sort(),
    )
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(hosts.every((host) => file.listByHost(host).length === 1)).toBe(true)
  })

  it('sees what somebody else changed', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const path = join(tempFolder(), 'known_hosts')
    writeFileSync(path, `web-01 ${line}\n`)
    const file = new KnownHostsFile(path)
    await file.refresh()
    writeFileSync(path, `web-02 ${line}\n`)
    utimesSync(path, 1, 1)
    vi.advanceTimersByTime(1_000)
    await file.refresh()
    vi.useRealTimers()
    expect([file.listByHost('web-01').length, file.listByHost('web-02').length]).toEqual([0, 1])
  })

  it('says why it cannot be written', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'file'), '')
    const file = new KnownHostsFile(join(folder, 'file', 'known_hosts'))
    await expect(file.append(`web-01 ${line}`, 'web-01')).rejects.toMatchObject({ code: 'ssh.known-hosts-unwritable' })
  })
})
