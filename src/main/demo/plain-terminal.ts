import { spawn } from 'node:child_process'
import type { ServerChannel } from 'ssh2'
import { signalGroup, type ExecSurroundings } from './exec-channel'

/**
 * Run a command, or an interactive `/bin/sh`, for a client that expects a terminal on a system where none can be made: lines
 * are echoed and ended as a terminal would, and that is all.
 */
export function runWithoutTerminal(
  channel: ServerChannel,
  command: string | undefined,
  { home, env }: ExecSurroundings,
): void {
  const args = command === undefined ? ['-i'] : ['-c', command]
  const child = spawn('/bin/sh', args, { cwd: home, env, detached: true, stdio: 'pipe' })
  const show = (text: string) => channel.write(text.replaceAll(/\r?\n/g, '\r\n'))
  channel.on('data', (bytes: Buffer) => {
    const text = bytes.toString().replaceAll('\r', '\n')
    show(text)
    child.stdin.write(text)
  })
  channel.on('end', () => child.stdin.end())
  channel.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  for (const output of [child.stdout, child.stderr]) output.on('data', (bytes: Buffer) => show(bytes.toString()))
  channel.on('close', () => {
    signalGroup(child, 'HUP')
    signalGroup(child, 'KILL')
  })
  child.on('exit', (code) => channel.exit(code ?? 129))
  child.on('close', () => channel.end())
  child.on('error', () => channel.end())
}
