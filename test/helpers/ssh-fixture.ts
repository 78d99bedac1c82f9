import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** True when this process may create users and give servers any login shell. */
export const isRoot = process.getuid?.() === 0

/** The path of an installed program, also in the sbin folders; undefined when it is missing. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/sbin']
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path))
}

/** A TCP port nobody listens on right now. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  return address.port
}

/** Start a server whose log is on stderr. The kernel ends it when this process is killed, so that nothing is left behind. */
export function spawnServer(program: string, args: readonly string[]): ChildProcess {
  const path = findProgram(program) ?? program
  const setpriv = findProgram('setpriv')
  const [command, ...rest] = setpriv ? [setpriv, '--pdeathsig', 'KILL', path, ...args] : [path, ...args]
  return spawn(command ?? path, rest, { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Make an OpenSSH key pair at `path` (and `path`.pub). */
export function makeKey(path: string, type: 'ed25519' | 'ecdsa' | 'rsa', passphrase = ''): void {
  const bits = type === 'rsa' ? ['-b', '2048'] : []
  execFileSync('ssh-keygen', ['-q', '-t', type, ...bits, '-N', passphrase, '-C', 'lastmile test', '-f', path])
}

/** `SHA256:…` of a public key file, as `ssh-keygen -l` prints it. */
export function fingerprintOf(publicKeyPath: string): string {
  const blob = readFileSync(publicKeyPath, 'utf8').split(' ')[1] ?? ''
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

/** Wait until a server accepts connections; fails when its process ends first. */
export async function waitForPort(port: number, child: ChildProcess, log: () => string): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${log()}`)
    if (await canConnect(port)) return
    await delay(10)
  }
  throw new Error(`nothing listens on ${port} after 5 s: ${log()}`)
}

/** End a process that this test started, and wait until it is gone. */
export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 2_000)
  await gone
  clearTimeout(timer)
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
