import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { closingOf, converse, openTestClient, ScriptedPrompter, testMachine } from '../../../helpers/ssh-client'
import { makeHostKey, publicLineOf, startScriptedServer } from '../../../helpers/scripted-ssh-server'

describe('SshHosts', () => {
  it('runs all channels of a machine over one connection', async () => {
    const server = await startScriptedServer()
    const { hosts, keyPath } = openTestClient()
    const machine = testMachine(server.port, { identityFiles: [keyPath] })
    const shells = await Promise.all([1, 2, 3].map(() => hosts.get({ ...machine }).openShell()))
    const heard = await Promise.all(shells.map((shell, i) => converse(shell, `hello ${i}\n`, '\n')))
    expect(heard).toEqual(['hello 0\n', 'hello 1\n', 'hello 2\n'])
    expect(server.connectionCount).toBe(1)
  })

  it('offers nothing but the key when there is a key', async () => {
    const server = await startScriptedServer()
    const { hosts, keyPath } = openTestClient()
    await hosts.get(testMachine(server.port, { identityFiles: [keyPath] })).openShell()
    expect([...new Set(server.attempts)]).toEqual(['publickey deploy'])
  })

  it('starts /bin/sh in a way that every login shell understands', async () => {
    let command = ''
    const server = await startScriptedServer({
      onExec: (channel, text) => {
        command = text
        channel.exit(0)
        channel.end()
      },
    })
    const { hosts } = openTestClient()
    const shell = await hosts.get(testMachine(server.port)).openShell()
    shell.onStdout(() => undefined)
    expect(await closingOf(shell)).toMatchObject({
      code: 'ssh.shell-ended',
      details: { host: 'web-01', reason: 'exit 0' },
    })
    expect(command).toBe('exec /bin/sh')
  })

  it('tells a shell that the connection was lost, and connects again on the next use', async () => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient()
    const host = hosts.get(testMachine(server.port))
    const shell = await host.openShell()
    await converse(shell, 'a\n', 'a\n')
    const closing = closingOf(shell)
    server.cut()
    expect(await closing).toMatchObject({ code: 'ssh.connection-lost', details: { host: 'web-01' } })
    expect(await converse(await host.openShell(), 'again\n', '\n')).toBe('again\n')
    expect(server.connectionCount).toBe(2)
  })

  it('notices a host that hangs by its silence', async () => {
    const server = await startScriptedServer()
    const { hosts, home } = openTestClient()
    const configFile = join(home, 'config')
    writeFileSync(configFile, 'Host *\n  ServerAliveInterval 0.02\n  ServerAliveCountMax 2\n')
    const shell = await hosts.get(testMachine(server.port, { configFile })).openShell()
    await converse(shell, 'a\n', 'a\n')
    const closing = closingOf(shell)
    server.freeze()
    expect(await closing).toMatchObject({ code: 'ssh.connection-lost', details: { reason: 'Keepalive timeout' } })
  })

  it('gives no cause when we closed the shell', async () => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient()
    const shell = await hosts.get(testMachine(server.port)).openShell()
    const closing = closingOf(shell)
    shell.close()
    expect(await closing).toBeUndefined()
  })

  it('passes on nothing while paused', async () => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient()
    const shell = await hosts.get(testMachine(server.port)).openShell()
    const other = await hosts.get(testMachine(server.port)).openShell()
    let heard = ''
    shell.onStdout((bytes) => (heard += bytes.toString()))
    shell.pause()
    shell.write('quiet\n')
    // the same connection answers in order, so what was written before would be here
    await converse(other, 'other\n', 'other\n')
    expect(heard).toBe('')
    shell.resume()
    await converse(shell, 'x\n', 'x\n')
    expect(heard).toBe('quiet\nx\n')
  })

  it('closes everything on dispose, and refuses what comes after', async () => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient()
    const host = hosts.get(testMachine(server.port))
    const shell = await host.openShell()
    await converse(shell, 'a\n', 'a\n')
    const closing = closingOf(shell)
    await hosts.dispose()
    expect(await closing).toMatchObject({ code: 'ssh.connection-closed' })
    await expect(host.openShell()).rejects.toMatchObject({ code: 'ssh.connection-closed' })
  })
})

describe('SshHosts caps', () => {
  it('serves more machines than it may have connections, closing the one idle longest', async () => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient({ maxConnections: 3, maxHandshakes: 2 })
    const names = Array.from({ length: 12 }, (_, i) => `web-${i}`)
    const heard = await Promise.all(
      names.map(async (name) => {
        const shell = await hosts.get(testMachine(server.port, {}, name)).openShell()
        const answer = await converse(shell, `${name}\n`, '\n')
        shell.close()
        return answer.trim()
      }),
    )
    expect(heard).toEqual(names)
    expect([server.connectionCount, server.mostOpen]).toEqual([12, 3])
  })

  it('never closes a connection that is in use, and tells that somebody waits', async () => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient({ maxConnections: 1 })
    const used = await hosts.get(testMachine(server.port, {}, 'used')).openShell()
    const pressed = new Promise<boolean>((resolve) => hosts.onPressure(() => resolve(hosts.isUnderPressure)))
    const waiting = hosts.get(testMachine(server.port, {}, 'waiting')).openShell()
    expect(await pressed).toBe(true)
    expect(await converse(used, 'still here\n', '\n')).toBe('still here\n')
    used.close()
    expect(await converse(await waiting, 'now\n', '\n')).toBe('now\n')
    expect(hosts.isUnderPressure).toBe(false)
  })

  it('lets what goes first past the cap and past hosts that do not answer', async () => {
    const server = await startScriptedServer()
    const silent = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void silent.close())
    await once(silent, 'listening')
    const dead = testMachine((silent.address() as AddressInfo).port, {}, 'dead')
    const { hosts } = openTestClient({ maxConnections: 1, maxHandshakes: 1 })
    const hanging = hosts.get(dead).openShell()
    hanging.catch(() => undefined)
    await once(silent, 'connection')
    const first = hosts.get({ ...testMachine(server.port, {}, 'lb-01'), goesFirst: true })
    expect(await converse(await first.openShell(), 'in time\n', '\n')).toBe('in time\n')
    expect(hosts.isUnderPressure).toBe(false)
    await hosts.dispose()
    await expect(hanging).rejects.toMatchObject({ code: 'ssh.connection-closed' })
  })

  it('lets one who gives up leave the line', async () => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient({ maxConnections: 1 })
    const used = await hosts.get(testMachine(server.port, {}, 'used')).openShell()
    const controller = new AbortController()
    const waiting = hosts.get(testMachine(server.port, {}, 'waiting')).openShell(controller.signal)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(hosts.isUnderPressure).toBe(false)
    used.close()
  })
})

describe('SshHosts host keys', () => {
  it('asks about a first key, remembers it, and is not asked again', async () => {
    const server = await startScriptedServer()
    const prompter = new ScriptedPrompter([], true)
    const { hosts, home } = openTestClient({ prompter })
    const machine = testMachine(server.port, { hostKeys: 'ask' })
    await hosts.get(machine).openShell()
    expect(prompter.keysAsked.map((asked) => asked.host)).toEqual([`web-01 (127.0.0.1:${server.port})`])
    expect(readFileSync(join(home, 'known_hosts'), 'utf8')).toBe(`[127.0.0.1]:${server.port} ${server.hostKey}\n`)
    server.cut()
    const again = openTestClient({ dataDir: home })
    await again.hosts.get(machine).openShell()
  })

  it.each([
    ['ask', new ScriptedPrompter([], false), 'ssh.host-key-refused'],
    ['ask', undefined, 'ssh.host-key-unknown'],
    ['strict', new ScriptedPrompter([], true), 'ssh.host-key-unknown'],
  ] as const)('does not log in to an unknown host: %s', async (hostKeys, prompter, code) => {
    const server = await startScriptedServer()
    const { hosts } = openTestClient(prompter && { prompter })
    await expect(hosts.get(testMachine(server.port, { hostKeys })).openShell()).rejects.toMatchObject({ code })
    expect(server.attempts).toEqual([])
  })

  it.each([
    ['accept-new', '', 'ssh.host-key-changed'],
    ['ask', '', 'ssh.host-key-changed'],
    ['accept-new', '@revoked ', 'ssh.host-key-revoked'],
  ] as const)('never talks to a host whose key changed or is revoked: %s %s', async (hostKeys, marker, code) => {
    const server = await startScriptedServer()
    const { hosts, home } = openTestClient({ prompter: new ScriptedPrompter([], 'all') })
    const known = marker ? server.hostKey : publicLineOf(makeHostKey())
    writeFileSync(join(home, 'known_hosts'), `# line 1\n${marker}[127.0.0.1]:${server.port} ${known}\n`)
    await expect(hosts.get(testMachine(server.port, { hostKeys })).openShell()).rejects.toMatchObject({
      code,
      details: { file: join(home, 'known_hosts'), line: 2, knownFingerprint: expect.stringContaining('SHA256:') },
    })
    expect(server.attempts).toEqual([])
  })

  it('asks a server with several keys for the one it knows', async () => {
    const ecdsa = makeHostKey('ecdsa')
    const server = await startScriptedServer({ hostKeys: [makeHostKey(), ecdsa] })
    const { hosts, home } = openTestClient()
    // behind a pattern it is not found before the first handshake
    writeFileSync(join(home, 'known_hosts'), `[127.0.0.*]:${server.port} ${publicLineOf(ecdsa)}\n`)
    await hosts.get(testMachine(server.port, { hostKeys: 'strict' })).openShell()
    expect(server.connectionCount).toBe(2)
    const direct = openTestClient()
    writeFileSync(join(direct.home, 'known_hosts'), `[127.0.0.1]:${server.port} ${publicLineOf(ecdsa)}\n`)
    await direct.hosts.get(testMachine(server.port, { hostKeys: 'strict' })).openShell()
    expect(server.connectionCount).toBe(3)
  })

  it('refuses a server that has no key of a type it is known by', async () => {
    const server = await startScriptedServer()
    const { hosts, home } = openTestClient()
    writeFileSync(join(home, 'known_hosts'), `[127.0.0.1]:${server.port} ${publicLineOf(makeHostKey('ecdsa'))}\n`)
    await expect(hosts.get(testMachine(server.port)).openShell()).rejects.toMatchObject({
      code: 'ssh.host-key-changed',
      details: { keyType: 'ssh-ed25519', knownType: 'ecdsa-sha2-nistp256' },
    })
  })
})
