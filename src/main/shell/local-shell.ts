import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { AppError } from '../../shared/errors/app-error'
import { pushLocally } from './local-push'
import { requireStreams } from './require-streams'
import type { ShellChannel, ShellHost } from './shell-channel'

/** A shell whose input has ended leaves at once; one that does not within this time is killed. */
const LEAVE_MS = 2_000

export type LocalShellOptions = {
  /** Program and arguments of the POSIX shell; `/bin/sh` unless told. */
  readonly interpreter?: readonly [string, ...string[]]
  readonly env?: NodeJS.ProcessEnv
}

/** Shells on the machine the console runs on, for targets of kind `local`. */
export class LocalShellHost implements ShellHost {
  readonly #interpreter: readonly [string, ...string[]]
  readonly #env: NodeJS.ProcessEnv
  readonly #channels = new Set<LocalShellChannel>()

  constructor(options: LocalShellOptions = {}) {
    this.#interpreter = options.interpreter ?? ['/bin/sh']
    this.#env = { ...(options.env ?? process.env), LASTMILE_SH: this.#interpreter.join(' ') }
  }

  async openShell(signal?: AbortSignal): Promise<ShellChannel> {
    signal?.throwIfAborted()
    const [program, ...args] = this.#interpreter
    // A session of its own: Ctrl-C in the console's terminal must reach neither the shell nor its steps.
    const child = requireStreams(spawn(program, args, { env: this.#env, detached: true, stdio: 'pipe' }))
    const channel = new LocalShellChannel(child)
    this.#channels.add(channel)
    channel.onClose(() => this.#channels.delete(channel))
    return channel
  }

  async push(
    localPath: string,
    remotePath: string,
    onProgress: (sentBytes: number, totalBytes: number) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await pushLocally({ localPath, remotePath, home: this.#env.HOME ?? '/', onProgress, signal })
  }

  async dispose(): Promise<void> {
    for (const channel of this.#channels) channel.close()
  }
}

class LocalShellChannel implements ShellChannel {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #closeListeners: ((cause?: Error) => void)[] = []
  #isClosed = false

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child
    child.once('error', (error) => this.#onGone(noShell(error)))
    child.once('close', () => this.#onGone())
    // A shell that is gone reports itself by 'close'; what was still to be written has no reader.
    child.stdin.on('error', () => undefined)
  }

  write(text: string | Buffer): void {
    this.#child.stdin.write(text)
  }

  onStdout(listener: (bytes: Buffer) => void): void {
    this.#child.stdout.on('data', listener)
  }

  onStderr(listener: (bytes: Buffer) => void): void {
    this.#child.stderr.on('data', listener)
  }

  onClose(listener: (cause?: Error) => void): void {
    this.#closeListeners.push(listener)
  }

  pause(): void {
    this.#child.stdout.pause()
  }

  resume(): void {
    this.#child.stdout.resume()
  }

  close(): void {
    const child = this.#child
    child.stdin.end()
    child.stdout.destroy()
    child.stderr.destroy()
    const killer = setTimeout(() => child.kill('SIGKILL'), LEAVE_MS)
    killer.unref()
    child.once('exit', () => clearTimeout(killer))
    child.unref()
    this.#onGone()
  }

  #onGone(cause?: Error): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const listener of this.#closeListeners) listener(cause)
  }
}

function noShell(cause: Error): AppError {
  return new AppError('remote.no-shell', { details: { host: 'this machine', output: cause.message }, cause })
}
