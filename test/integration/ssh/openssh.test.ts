import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testConnection } from '../../../src/main/ssh/connect-test'
import { startOpensshServer, type OpensshServer } from '../../helpers/openssh-server'
import { needs } from '../../helpers/require-tools'
import { closingOf, converse, openTestClient, ScriptedPrompter, testMachine } from '../../helpers/ssh-client'
import { makeKey } from '../../helpers/ssh-fixture'
import { startAgent } from '../../helpers/ssh-agent'
import { tempFolder } from '../../helpers/temp-folder'

needs(
  'sshd',
  'ssh-keygen',
  'loopback-range',
)('SshHosts with OpenSSH', () => {
  let server: OpensshServer
  beforeAll(async () => {
    server = await startOpensshServer({ addresses: ['127.0.8.1'], hostKeyTypes: ['ed25519', 'ecdsa', 'rsa'] })
  })
  afterAll(() => server.stop())

  const strict = () => ({ user: server.user, knownHostsFile: server.knownHostsPath, hostKeys: 'strict' }) as const
  const machineFor = (ssh: object = {}, address = '127.0.8.1') =>
    testMachine(server.port, { ...strict(), identityFiles: [server.keyPath], ...ssh }, 'web-01', address)

  it('says what it found', async () => {
    const { hosts } = openTestClient()
    expect(await testConnection(hosts, machineFor())).toEqual({
      ok: true,
      latencyMs: expect.any(Number),
      serverVersion: expect.stringMatching(/^OpenSSH_/),
      keyType: 'ssh-ed25519',
      keyFingerprint: server.hostKeyFingerprint,
      user: server.user,
      login: `key ${server.keyPath}`,
      loginShell: expect.stringMatching(/^\//),
      system: expect.stringMatching(/^Linux /),
    })
  })

  it('says what is wrong', async () => {
    const { hosts, keyPath } = openTestClient()
    expect(await testConnection(hosts, machineFor({ identityFiles: [keyPath] }))).toMatchObject({
      ok: false,
      error: { code: 'ssh.auth-failed', details: { host: 'web-01', tried: `key ${keyPath}` } },
    })
  })

  it('talks to a shell', async () => {
    const { hosts } = openTestClient()
    const shell = await hosts.get(machineFor()).openShell()
    expect(await converse(shell, 'echo "$((6 * 7)) $HOME"\n', '\n')).toBe(`42 ${server.homeOf('127.0.8.1')}\n`)
    const closing = closingOf(shell)
    shell.write('exit 3\n')
    expect(await closing).toMatchObject({ code: 'ssh.shell-ended', details: { reason: 'exit 3' } })
  })

  it.each(['ecdsa', 'rsa'] as const)('logs in with a key: %s', async (type) => {
    const { hosts, home } = openTestClient()
    const file = join(home, type)
    makeKey(file, type)
    appendFileSync(server.authorizedKeysPath, readFileSync(`${file}.pub`))
    expect(await testConnection(hosts, machineFor({ identityFiles: [file] }))).toMatchObject({
      ok: true,
      login: `key ${file}`,
    })
  })

  it('logs in with a key that ssh-keygen encrypted', async () => {
    const prompter = new ScriptedPrompter(['wrong', 'correct horse'])
    const { hosts, home } = openTestClient({ prompter })
    const file = join(home, 'encrypted')
    makeKey(file, 'ed25519', 'correct horse')
    appendFileSync(server.authorizedKeysPath, readFileSync(`${file}.pub`))
    expect(await testConnection(hosts, machineFor({ identityFiles: [file] }))).toMatchObject({ ok: true })
    expect(prompter.secretsAsked.length).toBe(2)
  })

  it('logs in with an encrypted key that a real agent holds, asking nobody', async () => {
    const agent = await startAgent()
    const prompter = new ScriptedPrompter()
    const { hosts, home } = openTestClient({ prompter, env: { SSH_AUTH_SOCK: agent.socket } })
    const file = join(home, 'in-agent')
    makeKey(file, 'rsa', 'secret')
    agent.add(file, 'secret')
    appendFileSync(server.authorizedKeysPath, readFileSync(`${file}.pub`))
    expect(await testConnection(hosts, machineFor({ identityFiles: [file] }))).toMatchObject({
      ok: true,
      login: 'agent key lastmile test',
    })
    expect(await testConnection(hosts, machineFor({ identityFiles: [] }))).toMatchObject({ ok: true })
    expect(prompter.secretsAsked).toEqual([])
  })

  it('matches keys that ssh-keygen hashed, and refuses a host whose key changed', async () => {
    const folder = tempFolder()
    const knownHostsFile = join(folder, 'known_hosts')
    const publicKey = readFileSync(join(server.dir, 'host_ecdsa.pub'), 'utf8')
    writeFileSync(knownHostsFile, `[127.0.8.1]:${server.port} ${publicKey}`)
    execFileSync('ssh-keygen', ['-q', '-H', '-f', knownHostsFile], { stdio: 'pipe' })
    const { hosts } = openTestClient()
    // only the ecdsa key is known, and the server would rather show ed25519
    expect(await testConnection(hosts, machineFor({ knownHostsFile }))).toMatchObject({
      ok: true,
      keyType: 'ecdsa-sha2-nistp256',
    })
    makeKey(join(folder, 'other'), 'ecdsa')
    writeFileSync(knownHostsFile, `[127.0.8.1]:${server.port} ${readFileSync(join(folder, 'other.pub'), 'utf8')}`)
    const stranger = openTestClient()
    expect(await testConnection(stranger.hosts, machineFor({ knownHostsFile }))).toMatchObject({
      ok: false,
      error: { code: 'ssh.host-key-changed', details: { file: knownHostsFile, line: 1 } },
    })
  })

  it('tells that the server restarted, and connects again', async () => {
    const { hosts } = openTestClient()
    const host = hosts.get(machineFor())
    const shell = await host.openShell()
    await converse(shell, 'echo ready\n', 'ready')
    const closing = closingOf(shell)
    await server.restart()
    expect(await closing).toMatchObject({ code: 'ssh.connection-lost' })
    expect(await converse(await host.openShell(), 'echo back\n', 'back')).toBe('back\n')
  })

  it('serves twenty machines over five connections', async () => {
    const { hosts } = openTestClient({ maxConnections: 5 })
    const addresses = Array.from({ length: 20 }, (_, i) => `127.0.8.${i + 10}`)
    const results = await Promise.all(addresses.map((address) => testConnection(hosts, machineFor({}, address))))
    expect(results.filter((result) => !result.ok)).toEqual([])
  })

  it('gets through a small MaxStartups by trying again', async () => {
    const small = await startOpensshServer({ config: ['MaxStartups 2:80:4', 'MaxSessions 2'] })
    const { hosts } = openTestClient()
    const addresses = Array.from({ length: 12 }, (_, i) => `127.0.8.${i + 10}`)
    const machineOf = (address: string) =>
      testMachine(
        small.port,
        { user: small.user, knownHostsFile: small.knownHostsPath, identityFiles: [small.keyPath] },
        address,
        address,
      )
    try {
      const results = await Promise.all(addresses.map((address) => testConnection(hosts, machineOf(address))))
      expect(results.filter((result) => !result.ok)).toEqual([])
      const shells = await Promise.allSettled([1, 2, 3].map(() => hosts.get(machineOf('127.0.8.10')).openShell()))
      expect(shells.map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected'])
      expect(shells.find(({ status }) => status === 'rejected')).toMatchObject({
        reason: { code: 'ssh.channel-refused' },
      })
    } finally {
      await small.stop()
    }
  })
})

needs(
  'sshd',
  'ssh-keygen',
  'loopback-range',
)('SshHost.push with OpenSSH', () => {
  let server: OpensshServer
  let withoutSftp: OpensshServer
  beforeAll(async () => {
    server = await startOpensshServer()
    withoutSftp = await startOpensshServer({ config: ['Subsystem sftp /none/sftp-server'] })
  })
  afterAll(async () => {
    await server.stop()
    await withoutSftp.stop()
  })

  const cases = [
    ['SFTP', () => server],
    ['cat, without an sftp subsystem', () => withoutSftp],
  ] as const

  function setUp(to: OpensshServer, sizeBytes: number) {
    const { hosts } = openTestClient()
    const folder = tempFolder()
    const ssh = { user: to.user, knownHostsFile: to.knownHostsPath, identityFiles: [to.keyPath] }
    const bytes = randomBytes(sizeBytes)
    const localPath = join(folder, 'package')
    writeFileSync(localPath, bytes, { mode: 0o750 })
    const progress: number[] = []
    const push = (remotePath: string, signal?: AbortSignal) =>
      hosts.get(testMachine(to.port, ssh)).push(localPath, remotePath, (sent) => progress.push(sent), signal)
    return { folder, bytes, progress, push }
  }

  const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
  const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

  it.each(cases)('sends a file into new directories, and replaces it: %s', async (_name, to) => {
    const { folder, bytes, progress, push } = setUp(to(), 5_000_000)
    const target = join(folder, "a b/it's $(new)/package.tar")
    await push(target)
    expect([digest(target), existsSync(`${target}.part`), statSync(target).mode & 0o777]).toEqual([
      digestOf(bytes),
      false,
      0o750,
    ])
    expect([progress[0], progress.at(-1), progress.every((sent, i) => sent >= (progress[i - 1] ?? 0))]).toEqual([
      0,
      5_000_000,
      true,
    ])
    writeFileSync(target, 'old')
    await push(target)
    expect(digest(target)).toBe(digestOf(bytes))
  })

  it.each(cases)('goes on with a half-sent file: %s', async (_name, to) => {
    const { folder, bytes, progress, push } = setUp(to(), 8_000_000)
    const target = join(folder, 'package.tar')
    writeFileSync(`${target}.part`, bytes.subarray(0, 6_000_000))
    await push(target)
    expect(digest(target)).toBe(digestOf(bytes))
    expect(progress[0]).toBeGreaterThan(3_900_000)
  })

  it.each(cases)('starts over when the part is longer than the file: %s', async (_name, to) => {
    const { folder, bytes, progress, push } = setUp(to(), 1_000)
    const target = join(folder, 'package.tar')
    writeFileSync(`${target}.part`, randomBytes(2_000))
    await push(target)
    expect([digest(target), progress[0]]).toEqual([digestOf(bytes), 0])
  })

  it.each(cases)('sends an empty file: %s', async (_name, to) => {
    const { folder, push } = setUp(to(), 0)
    await push(join(folder, 'empty'))
    expect(statSync(join(folder, 'empty')).size).toBe(0)
  })

  it.each(cases)('keeps what arrived when it is stopped, and goes on from there: %s', async (_name, to) => {
    const { folder, bytes, progress, push } = setUp(to(), 40_000_000)
    const target = join(folder, 'package.tar')
    const controller = new AbortController()
    const watch = setInterval(() => (progress.at(-1) ?? 0) > 8_000_000 && controller.abort(new Error('stopped')), 1)
    await expect(push(target, controller.signal)).rejects.toThrow('stopped')
    clearInterval(watch)
    const sentBefore = progress.length
    expect(existsSync(target)).toBe(false)
    await push(target)
    expect(digest(target)).toBe(digestOf(bytes))
    expect(progress[sentBefore]).toBeGreaterThan(1_000_000)
  })

  it('says so when there is no such file here', async () => {
    const { hosts } = openTestClient()
    const ssh = { user: server.user, knownHostsFile: server.knownHostsPath, identityFiles: [server.keyPath] }
    const pushing = hosts.get(testMachine(server.port, ssh)).push('/none/package', 'x', () => undefined)
    await expect(pushing).rejects.toMatchObject({
      code: 'ssh.local-file-unreadable',
      details: { localPath: '/none/package' },
    })
  })

  it.each(cases)('says why it failed: %s', async (_name, to) => {
    const { folder, push } = setUp(to(), 1_000)
    writeFileSync(join(folder, 'file'), '')
    await expect(push(join(folder, 'file/package.tar'))).rejects.toMatchObject({
      code: 'ssh.push-failed',
      details: { host: 'web-01', remotePath: join(folder, 'file/package.tar'), reason: expect.any(String) },
    })
  })
})
