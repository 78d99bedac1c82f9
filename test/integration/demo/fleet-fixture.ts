import { execFile } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import { Client, type ConnectConfig } from 'ssh2'
import { readFile } from 'node:fs/promises'
import type { Fleet } from '../../../src/main/demo/fleet'
import type { FleetMachine } from '../../../src/main/demo/fleet-host'

const run = promisify(execFile)
export type Ran = { readonly exitCode: number; readonly stdout: string; readonly stderr: string }
type Reached = Pick<Fleet, 'identityFile' | 'knownHostsFile'>

/** Run a program; a non-zero exit code is a value here. */
export async function runProgram(file: string, args: readonly string[], input = ''): Promise<Ran> {
  const running = run(file, [...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  // a program may end without having read its input; its exit code is what counts
  running.child.stdin?.on('error', () => undefined)
  running.child.stdin?.end(input)
  try {
    return { exitCode: 0, ...(await running) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { exitCode: code, stdout, stderr }
  }
}

const opensshOptions = (fleet: Reached) => [
  ...['-F', '/dev/null', '-i', fleet.identityFile, '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=yes'],
  ...['-o', `UserKnownHostsFile=${fleet.knownHostsFile}`, '-o', 'IdentitiesOnly=yes', '-o', 'LogLevel=ERROR'],
]

/** Run a command on a machine with OpenSSH's client. */
export const ssh = (fleet: Reached, machine: FleetMachine, command: string, input = ''): Promise<Ran> =>
  runProgram('ssh', [...opensshOptions(fleet), '-p', `${machine.sshPort}`, 'deploy@127.0.0.1', command], input)

/** Run a batch of commands with OpenSSH's sftp. */
export const sftp = (fleet: Reached, machine: FleetMachine, batch: string): Promise<Ran> =>
  runProgram('sftp', [...opensshOptions(fleet), '-P', `${machine.sshPort}`, '-b', '-', 'deploy@127.0.0.1'], batch)

/** Log in with ssh2. */
export async function connect(fleet: Reached, machine: FleetMachine, extra: ConnectConfig = {}): Promise<Client> {
  const privateKey = await readFile(fleet.identityFile)
  const client = new Client()
  await new Promise((resolve, reject) => {
    client.once('ready', () => resolve(undefined)).once('error', reject)
    client.connect({ host: '127.0.0.1', port: machine.sshPort, username: 'deploy', privateKey, ...extra })
  })
  return client
}

/** Run a command on one more channel of a connection. */
export function exec(client: Client, command: string, input = ''): Promise<Ran & { signal?: string }> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error)
      const seen = { exitCode: -1, stdout: '', stderr: '', signal: '' }
      channel.on('data', (bytes: Buffer) => (seen.stdout += bytes.toString()))
      channel.stderr.on('data', (bytes: Buffer) => (seen.stderr += bytes.toString()))
      channel.on('exit', (code: number | null, signal?: string) => {
        seen.exitCode = code ?? -1
        seen.signal = signal ?? ''
      })
      channel.on('close', () => resolve(seen))
      channel.end(input)
    })
  })
}

/** The processes that carry the mark of a fleet (Linux). */
export function processesOf(fleetDir: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`LASTMILE_DEMO=${fleetDir}`)
      } catch {
        return false
      }
    })
    .map(Number)
}
