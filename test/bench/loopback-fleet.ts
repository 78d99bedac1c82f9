import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findTool } from '../tools/system-tools.ts'

/** One sshd that answers as many hosts: each 127.0.x.y has a home of its own. */
export type LoopbackFleet = {
  readonly dir: string
  readonly addresses: readonly string[]
  readonly user: string
  readonly port: number
  readonly keyFile: string
  readonly knownHostsFile: string
  /** For every peer that is or uses OpenSSH's client: same key, same host key check, nothing to ask. */
  readonly sshConfigFile: string
  /** The lines that steps appended to `~/steps` on a host. */
  readonly readSteps: (address: string) => string[]
  readonly hasFile: (address: string, path: string) => boolean
  readonly clearHomes: () => void
  readonly stop: () => Promise<void>
}

const addressOf = (index: number) => `127.0.${1 + Math.floor(index / 250)}.${1 + (index % 250)}`

/** Start the fleet on a free port, as the current user. */
export async function openLoopbackFleet(hosts: number): Promise<LoopbackFleet> {
  const sshd = findTool('sshd')
  if (sshd === undefined) throw new Error('sshd is not installed: apt-get install openssh-server')
  const dir = mkdtempSync(join(tmpdir(), 'lastmile-bench-'))
  const addresses = Array.from({ length: hosts }, (_, index) => addressOf(index))
  const port = await findFreePort()
  const user = userInfo().username
  for (const name of ['host_key', 'user_key']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, name)])
  }
  const homes = mkdtempSync(join(hostsDisk(), 'lastmile-bench-homes-'))
  const homeOf = (address: string) => join(homes, address)
  const clearHomes = () => {
    rmSync(homes, { recursive: true, force: true })
    for (const address of addresses) mkdirSync(homeOf(address), { recursive: true })
  }
  clearHomes()
  const [keyFile, knownHostsFile, sshConfigFile] = [
    join(dir, 'user_key'),
    join(dir, 'known_hosts'),
    join(dir, 'ssh_config'),
  ]
  writeFileSync(knownHostsFile, `[127.0.*]:${port} ${readFileSync(join(dir, 'host_key.pub'), 'utf8')}`)
  writeFileSync(sshConfigFile, sshConfig(port, user, keyFile, knownHostsFile))
  writeFileSync(
    join(dir, 'sshd_config'),
    sshdConfig(
      dir,
      port,
      addresses.map((address) => [address, homeOf(address)]),
    ),
  )
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn(sshd, ['-D', '-e', '-f', join(dir, 'sshd_config')], { stdio: ['ignore', 'ignore', 'inherit'] })
  await waitForPort(port)
  return {
    dir,
    addresses,
    user,
    port,
    keyFile,
    knownHostsFile,
    sshConfigFile,
    clearHomes,
    hasFile: (address, path) => existsSync(join(homeOf(address), path)),
    readSteps: (address) => {
      const file = join(homeOf(address), 'steps')
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
    },
    stop: async () => {
      server.kill('SIGTERM')
      await once(server, 'exit')
      for (const made of [dir, homes]) rmSync(made, { recursive: true, force: true })
    },
  }
}

/** Hosts have disks of their own: what they write there does not keep the client's waiting. */
const hostsDisk = () => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir())

/** Nothing that slows a client down: no DNS, no PAM, no limit on handshakes. */
function sshdConfig(dir: string, port: number, homes: readonly (readonly [string, string])[]): string {
  return [
    `Port ${port}`,
    'ListenAddress 0.0.0.0',
    `HostKey ${dir}/host_key`,
    `AuthorizedKeysFile ${dir}/user_key.pub`,
    'PidFile none',
    'StrictModes no',
    'PermitRootLogin yes',
    'UsePAM no',
    'UseDNS no',
    'MaxStartups 10000',
    'MaxSessions 100',
    'PrintMotd no',
    'LogLevel QUIET',
    'Subsystem sftp internal-sftp',
    ...homes.map(([address, home]) => `Match LocalAddress ${address}\n  SetEnv HOME=${home}`),
    '',
  ].join('\n')
}

/** The key exchange that ssh2 knows too: OpenSSH's own default (sntrup761) costs its client 60 ms of CPU a host. */
function sshConfig(port: number, user: string, keyFile: string, knownHostsFile: string): string {
  return `Host *
  Port ${port}
  User ${user}
  IdentityFile ${keyFile}
  IdentitiesOnly yes
  IdentityAgent none
  PreferredAuthentications publickey
  UserKnownHostsFile ${knownHostsFile}
  GlobalKnownHostsFile /dev/null
  StrictHostKeyChecking yes
  UpdateHostKeys no
  GSSAPIAuthentication no
  KexAlgorithms curve25519-sha256
  Ciphers aes128-gcm@openssh.com
  LogLevel ERROR
`
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '0.0.0.0')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function waitForPort(port: number): Promise<void> {
  for (let attempt = 0; attempt < 250; attempt += 1) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    await sleep(20)
  }
  throw new Error(`sshd does not answer on port ${port}`)
}
