import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { utils, type Client, type SFTPWrapper } from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environmentOf, installHome, type FleetMachine } from '../../../src/main/demo/fleet-host'
import { writeFleetKeys, writeKnownHosts } from '../../../src/main/demo/fleet-keys'
import { openSshServer, type SshServer } from '../../../src/main/demo/ssh-server'
import { connect, exec, sftp, ssh } from './fleet-fixture'

let dir = ''
let server: SshServer
let machine: FleetMachine
let reached: { identityFile: string; knownHostsFile: string }
let client: Client

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lm-ssh-server-'))
  const home = join(dir, 'hosts/web-01')
  await installHome(dir, home)
  const keys = await writeFleetKeys(dir)
  server = await openSshServer({
    home,
    env: environmentOf(dir, home),
    hostPrivateKey: keys.hostPrivateKey,
    userPublicKey: keys.userPublicKey,
    refuseWrite: (path) => (path.includes('2.0.0') ? 'No space left on device' : undefined),
  })
  machine = { name: 'web-01', sshPort: server.port, home }
  reached = { identityFile: keys.identityFile, knownHostsFile: await writeKnownHosts(dir, keys, [server.port]) }
  client = await connect(reached, machine)
})
afterAll(async () => {
  client.end()
  await server.close()
  rmSync(dir, { recursive: true, force: true })
})

const openSftp = () =>
  promisify(client.sftp.bind(client) as (cb: (e: Error | undefined, s: SFTPWrapper) => void) => void)()

describe('exec', () => {
  it('runs in the home directory and reports output, errors and the exit status to OpenSSH', async () => {
    expect(await ssh(reached, machine, 'pwd; echo "$HOME" "$USER"; echo oops >&2; exit 7')).toEqual({
      exitCode: 7,
      stdout: `${machine.home}\n${machine.home} deploy\n`,
      stderr: 'oops\n',
    })
  })

  it('does not hand the environment of this process on', async () => {
    process.env['LM_SECRET_OF_TEST'] = 'x'
    const { stdout } = await exec(client, 'env')
    expect(stdout).not.toContain('LM_SECRET_OF_TEST')
  })

  it('reads the input to its end and keeps every byte of a large output', async () => {
    const input = randomBytes(600_000).toString('hex')
    const ran = await ssh(reached, machine, 'cat; cat >/dev/null', input)
    expect(createHash('sha256').update(ran.stdout).digest('hex')).toBe(createHash('sha256').update(input).digest('hex'))
  })

  it('runs many channels of one connection side by side', async () => {
    const ran = await Promise.all(
      Array.from({ length: 12 }, (_, i) => exec(client, `read -r n; echo "$n $((n * 2))"; exit ${i}`, `${i}\n`)),
    )
    expect(ran.map(({ exitCode, stdout }) => [exitCode, stdout])).toEqual(
      Array.from({ length: 12 }, (_, i) => [i, `${i} ${i * 2}\n`]),
    )
  })

  it('reports the signal that ended a command', async () => {
    expect(await exec(client, 'kill -TERM $$')).toMatchObject({ exitCode: -1, signal: 'SIGTERM' })
  })

  it('lets a detached process outlive its channel and its connection', async () => {
    const short = await connect(reached, machine)
    await exec(short, '(sleep 0.3; echo done >late) >/dev/null 2>&1 </dev/null & exit 0')
    short.end()
    await expect.poll(() => exec(client, 'cat late').then(({ stdout }) => stdout), { timeout: 10_000 }).toBe('done\n')
  })

  it('is slowed down by a client that does not read', async () => {
    const channel = await promisify(
      client.exec.bind(client) as (
        c: string,
        cb: (e: Error | undefined, ch: import('ssh2').ClientChannel) => void,
      ) => void,
    )('head -c 40000000 /dev/zero; echo written >&2')
    let isWritten = false
    channel.stderr.on('data', () => (isWritten = true))
    channel.pause()
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(isWritten).toBe(false)
    let sizeBytes = 0
    channel.on('data', (bytes: Buffer) => (sizeBytes += bytes.length))
    channel.resume()
    await new Promise((resolve) => channel.on('close', resolve))
    expect([sizeBytes, isWritten]).toEqual([40_000_000, true])
  })

  it('starts a shell that reads commands from its input', async () => {
    const channel = await promisify(
      client.shell.bind(client) as (
        w: false,
        cb: (e: Error | undefined, ch: import('ssh2').ClientChannel) => void,
      ) => void,
    )(false)
    let stdout = ''
    channel.on('data', (bytes: Buffer) => (stdout += bytes.toString()))
    channel.end('echo one; x=two\necho $x\n')
    await new Promise((resolve) => channel.on('close', resolve))
    expect(stdout).toBe('one\ntwo\n')
  })
})

describe('authentication', () => {
  it('lets nobody in with another key or a password', async () => {
    const privateKey = utils.generateKeyPairSync('ed25519').private
    await expect(connect(reached, machine, { privateKey })).rejects.toMatchObject({ level: 'client-authentication' })
    const password = { password: 'deploy', authHandler: ['password' as const] }
    await expect(connect(reached, machine, password)).rejects.toMatchObject({ level: 'client-authentication' })
  })
})

describe('sftp', () => {
  it('serves OpenSSH: send, list, rename, fetch, remove', async () => {
    const file = join(dir, 'payload')
    const content = randomBytes(3_000_000)
    writeFileSync(file, content)
    const batch = [
      ...['mkdir incoming', `put ${file} incoming/payload.part`, 'rename incoming/payload.part incoming/payload'],
      ...['chmod 600 incoming/payload', 'ls -1 incoming', `get incoming/payload ${file}.back`, 'rm incoming/payload'],
      'rmdir incoming',
    ]
    const ran = await sftp(reached, machine, `${batch.join('\n')}\n`)
    expect(ran).toMatchObject({ exitCode: 0, stderr: '' })
    expect(ran.stdout).toContain('incoming/payload')
    expect(readFileSync(`${file}.back`).equals(content)).toBe(true)
  })

  it('continues a file where it was left', async () => {
    const wrapper = await openSftp()
    const content = randomBytes(200_000)
    const target = join(machine.home, 'resumed.part')
    writeFileSync(target, content.subarray(0, 70_000))
    const { size } = await promisify(
      wrapper.stat.bind(wrapper) as (p: string, cb: (e: Error | undefined, s: { size: number }) => void) => void,
    )('resumed.part')
    await new Promise((resolve, reject) => {
      const stream = wrapper.createWriteStream('resumed.part', { flags: 'r+', start: size })
      stream.on('error', reject).on('close', resolve).end(content.subarray(size))
    })
    await promisify(wrapper.rename.bind(wrapper) as (a: string, b: string, cb: (e?: Error | null) => void) => void)(
      'resumed.part',
      'resumed',
    )
    expect(readFileSync(join(machine.home, 'resumed')).equals(content)).toBe(true)
    wrapper.end()
  })

  it('answers what is missing, what is no directory and what must not be written', async () => {
    const wrapper = await openSftp()
    const codeOf = (work: (cb: (error: Error | null | undefined) => void) => void) =>
      new Promise((resolve) => work((error) => resolve([(error as { code?: number })?.code, error?.message])))
    writeFileSync(join(machine.home, 'a-file'), '')
    expect(await codeOf((cb) => wrapper.stat('nowhere', cb))).toEqual([2, expect.stringContaining('ENOENT')])
    expect(await codeOf((cb) => wrapper.readdir('a-file', cb))).toEqual([4, expect.stringContaining('ENOTDIR')])
    expect(await codeOf((cb) => wrapper.open('shop-2.0.0.part', 'w', cb))).toEqual([4, 'No space left on device'])
    expect(() => statSync(join(machine.home, 'shop-2.0.0.part'))).toThrow('ENOENT')
    wrapper.end()
  })
})
