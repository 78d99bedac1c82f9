import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client, ClientChannel } from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { environmentOf, installHome, type FleetMachine } from '../../../src/main/demo/fleet-host'
import { writeFleetKeys, writeKnownHosts } from '../../../src/main/demo/fleet-keys'
import { openSshServer, type SshServer } from '../../../src/main/demo/ssh-server'
import { connect, processesOf } from './fleet-fixture'

let dir = ''
let server: SshServer
let client: Client
/** The host as it would be without `script`. */
let bare: { readonly server: SshServer; readonly client: Client }

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'lm-terminal-'))
  const home = join(dir, 'hosts/web-01')
  await installHome(dir, home)
  const keys = await writeFleetKeys(dir)
  const { hostPrivateKey, userPublicKey } = keys
  const env = environmentOf(dir, home)
  server = await openSshServer({ home, env, hostPrivateKey, userPublicKey, refuseWrite: () => undefined })
  const bareEnv = { ...env, PATH: '/nowhere' }
  const bareServer = await openSshServer({
    home,
    env: bareEnv,
    hostPrivateKey,
    userPublicKey,
    refuseWrite: () => undefined,
  })
  const knownHostsFile = await writeKnownHosts(dir, keys, [server.port, bareServer.port])
  const connectTo = ({ port }: SshServer) => {
    const machine: FleetMachine = { name: 'web-01', sshPort: port, home }
    return connect({ identityFile: keys.identityFile, knownHostsFile }, machine)
  }
  client = await connectTo(server)
  bare = { server: bareServer, client: await connectTo(bareServer) }
})
afterAll(async () => {
  client.end()
  bare.client.end()
  await Promise.all([server.close(), bare.server.close()])
  rmSync(dir, { recursive: true, force: true })
})

/** An interactive shell; `seen` is what it printed, and `ended` its exit code. */
async function openShell(on = client) {
  const size = { term: 'xterm-256color', cols: 91, rows: 33, width: 0, height: 0 }
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    on.shell(size, (error, opened) => (error ? reject(error) : resolve(opened)))
  })
  const state = { seen: '', exitCode: undefined as number | undefined, isClosed: false }
  channel.on('data', (bytes: Buffer) => (state.seen += bytes.toString()))
  channel.on('exit', (code: number) => (state.exitCode = code))
  channel.on('close', () => (state.isClosed = true))
  const shows = (text: string | RegExp) => expect.poll(() => state.seen, { timeout: 10_000 }).toMatch(text)
  return { channel, state, shows }
}

describe('runInTerminal', () => {
  it('gives a shell a terminal: a prompt, the size, echo, a new size, its exit code', async () => {
    const { channel, state, shows } = await openShell()
    await shows('deploy@web-01 $ ')
    channel.write('stty size; echo "$TERM $HOME" | sed s,/.*/,,\r')
    await shows(/stty size[^\n]*\r\n33 91\r\nxterm-256color web-01\r\n/)
    channel.setWindow(50, 120, 0, 0)
    await expect
      .poll(
        () => {
          channel.write('stty size\r')
          return state.seen
        },
        { timeout: 10_000, interval: 100 },
      )
      .toContain('\r\n50 120\r\n')
    channel.write('exit 7\r')
    await expect.poll(() => [state.isClosed, state.exitCode], { timeout: 10_000 }).toEqual([true, 7])
  })

  it('ends what runs in it when the channel closes, also what ignores the hang-up', async () => {
    const { channel, shows } = await openShell()
    await shows('$ ')
    channel.write(`sleep 300 & (trap '' HUP; sleep 301) & echo started; cat\r`)
    await shows(/\nstarted/)
    expect(processesOf(dir).length).toBeGreaterThan(3)
    channel.close()
    await expect.poll(() => processesOf(dir), { timeout: 10_000 }).toEqual([])
  })

  it('does what it can where no terminal can be made', async () => {
    const { channel, state, shows } = await openShell(bare.client)
    await shows('$ ')
    channel.write('echo $((6 * 7))\r')
    await shows(/echo [^\n]*\r\n[^]*42\r\n/)
    channel.write('exit 5\r')
    await expect.poll(() => [state.isClosed, state.exitCode], { timeout: 10_000 }).toEqual([true, 5])
  })
})
