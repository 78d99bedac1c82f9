import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import type { ServerChannel } from 'ssh2'

/** What a command on a host finds around it. */
export type ExecSurroundings = { readonly home: string; readonly env: Readonly<Record<string, string>> }

/**
 * Run a command in `/bin/sh` behind a channel, as sshd does: a session of its own, exit status or signal reported, and
 * the channel closed only when nobody holds the output any more. Reading and writing are slowed down by the other side.
 *
 * When the client goes away first, the command is not killed; it meets the end of its input and a broken pipe.
 *
 * @param command undefined starts a shell that reads its commands from the input.
 */
export function runOnChannel(
  channel: ServerChannel,
  command: string | undefined,
  { home, env }: ExecSurroundings,
): ChildProcess {
  const args = command === undefined ? [] : ['-c', command]
  const child = spawn('/bin/sh', args, { cwd: home, env, detached: true, stdio: 'pipe' })
  connect(channel, child)
  child.on('exit', (code, signal) => {
    if (code !== null) channel.exit(code)
    else if (signal !== null) channel.exit(signal.replace(/^SIG/, ''), false, '')
  })
  child.on('close', () => channel.end())
  child.on('error', (error) => {
    // the channel is there already, so this is how the client learns why: as from a shell that cannot run a command
    channel.stderr.write(`cannot start /bin/sh: ${error.message}\n`)
    channel.exit(126)
    channel.end()
  })
  return child
}

function connect(channel: ServerChannel, child: ChildProcessWithoutNullStreams): void {
  // without `end: false` the channel would be closed before the exit status is known
  child.stdout.pipe(channel, { end: false })
  child.stderr.pipe(channel.stderr, { end: false })
  channel.pipe(child.stdin)
  // a command that ends without reading all of its input is no failure of ours
  child.stdin.on('error', () => undefined)
  channel.on('error', () => undefined)
  channel.on('close', () => {
    child.stdin.destroy()
    child.stdout.destroy()
    child.stderr.destroy()
  })
}

/** Send a signal such as `TERM` to everything the command started in its process group. */
export function signalGroup(child: ChildProcess, name: string): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, `SIG${name}` as NodeJS.Signals)
  } catch {
    // it ended meanwhile, or the client named no signal this system knows; sshd is silent about both
  }
}
