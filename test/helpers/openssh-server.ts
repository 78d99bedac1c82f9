import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import {
  endProcess,
  findFreePort,
  findProgram,
  fingerprintOf,
  isRoot,
  makeKey,
  spawnServer,
  waitForPort,
} from './ssh-fixture'

export type OpensshOptions = {
  /** Each gets its own home (`$HOME`, so `~`); sftp and `pwd` still start in the user's real home. Others use `dir/home`. */
  readonly addresses?: readonly string[]
  /** Further lines for sshd_config, before the Match blocks. */
  readonly config?: readonly string[]
  readonly hostKeyTypes?: readonly ('ed25519' | 'ecdsa' | 'rsa')[]
  /** Public key lines that may log in, beside the fixture's own key. */
  readonly authorizedKeys?: readonly string[]
  /** Leave the account's own `$HOME` alone. */
  readonly keepHome?: boolean
}

export type OpensshServer = {
  readonly port: number
  readonly user: string
  /** Everything the server owns; removed by `stop`. */
  readonly dir: string
  /** A private key (ed25519, no passphrase) that may log in. */
  readonly keyPath: string
  readonly hostKeyFingerprint: string
  /** known_hosts with all host keys for `[*]:port`. */
  readonly knownHostsPath: string
  readonly authorizedKeysPath: string
  /** `$HOME` of sessions that come in through this address. */
  homeOf(address: string): string
  log(): string
  /** Stop listening and end every session, then start again on the same port and keys. */
  restart(): Promise<void>
  /** Make new host keys and restart: a host whose key changed. */
  changeHostKeys(): Promise<void>
  stop(): Promise<void>
}

/** Why no sshd can be started here; undefined when it can. */
export const opensshMissing = findProgram('sshd') ? undefined : 'sshd is not installed (apt-get install openssh-server)'

/** Start a real OpenSSH server on a free port of every 127.x.y.z address, as the current user, with its own keys. */
export async function startOpensshServer(options: OpensshOptions = {}): Promise<OpensshServer> {
  const dir = mkdtempSync(join(tmpdir(), 'lm-sshd-'))
  // sshd reads authorized_keys as the user who logs in; the keys themselves are 0600
  chmodSync(dir, 0o755)
  const port = await findFreePort()
  const types = options.hostKeyTypes ?? ['ed25519']
  for (const type of types) makeKey(join(dir, `host_${type}`), type)
  const keyPath = join(dir, 'id_ed25519')
  makeKey(keyPath, 'ed25519')
  const authorizedKeysPath = join(dir, 'authorized_keys')
  const ownKey = readFileSync(`${keyPath}.pub`, 'utf8').trim()
  writeFileSync(authorizedKeysPath, [ownKey, ...(options.authorizedKeys ?? []), ''].join('\n'))
  const homeOf = (address: string) => join(dir, (options.addresses ?? []).includes(address) ? address : 'home')
  for (const home of [join(dir, 'home'), ...(options.addresses ?? []).map(homeOf)]) mkdirSync(home)
  writeFileSync(join(dir, 'sshd_config'), sshdConfig(dir, port, types, options, homeOf))
  const knownHostsPath = join(dir, 'known_hosts')
  const writeKnownHosts = () =>
    writeFileSync(
      knownHostsPath,
      types.map((type) => `[*]:${port} ${readFileSync(join(dir, `host_${type}.pub`), 'utf8')}`).join(''),
    )
  writeKnownHosts()
  let log = ''
  let child = await launch(dir, port, (text) => (log += text))
  const restart = async () => {
    await endSessions(child)
    child = await launch(dir, port, (text) => (log += text))
  }
  return {
    port,
    user: userInfo().username,
    dir,
    keyPath,
    hostKeyFingerprint: fingerprintOf(join(dir, `host_${types[0]}.pub`)),
    knownHostsPath,
    authorizedKeysPath,
    homeOf,
    log: () => log,
    restart,
    changeHostKeys: async () => {
      for (const type of types) {
        rmSync(join(dir, `host_${type}`))
        rmSync(join(dir, `host_${type}.pub`))
        makeKey(join(dir, `host_${type}`), type)
      }
      await restart()
    },
    stop: async () => {
      await endSessions(child)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function sshdConfig(
  dir: string,
  port: number,
  types: readonly string[],
  options: OpensshOptions,
  homeOf: (address: string) => string,
): string {
  const matches = (options.addresses ?? []).map(
    (address) => `Match LocalAddress ${address}\n  SetEnv HOME=${homeOf(address)}`,
  )
  return [
    `Port ${port}`,
    'ListenAddress 0.0.0.0',
    ...types.map((type) => `HostKey ${dir}/host_${type}`),
    `AuthorizedKeysFile ${dir}/authorized_keys`,
    'PidFile none',
    'StrictModes no',
    'UsePAM no',
    'UseDNS no',
    'PrintMotd no',
    'LogLevel VERBOSE',
    'PermitRootLogin yes',
    'PasswordAuthentication yes',
    'MaxAuthTries 20',
    ...(options.config?.some((line) => line.startsWith('MaxStartups')) ? [] : ['MaxStartups 1000:30:2000']),
    ...(options.config?.some((line) => line.startsWith('MaxSessions')) ? [] : ['MaxSessions 100']),
    ...(options.config?.some((line) => line.startsWith('Subsystem')) ? [] : ['Subsystem sftp internal-sftp']),
    ...(options.config ?? []),
    ...matches,
    // the first match wins, so this is the default for addresses without their own home
    ...(options.keepHome ? [] : [`Match all\n  SetEnv HOME=${dir}/home`]),
    '',
  ].join('\n')
}

async function launch(dir: string, port: number, onLog: (text: string) => void): Promise<ChildProcess> {
  if (isRoot) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const child = spawnServer('sshd', ['-D', '-e', '-f', join(dir, 'sshd_config')])
  let log = ''
  child.stderr?.on('data', (bytes: Buffer) => {
    log += bytes.toString()
    onLog(bytes.toString())
  })
  await waitForPort(port, child, () => log)
  return child
}

/** Ends the listener and its sessions. Sessions are found by parent: they leave the process group of the listener. */
async function endSessions(child: ChildProcess): Promise<void> {
  for (const pid of descendantsOf(child.pid ?? 0)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  await endProcess(child)
}

/** sshd children of the listener only: a detached step (its own session leader) must survive, as it would on a real host. */
function descendantsOf(parent: number): number[] {
  const children = readChildren(parent)
  return children.flatMap((pid) => [pid, ...descendantsOf(pid)]).filter((pid) => commandOf(pid).startsWith('sshd'))
}

function readChildren(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
