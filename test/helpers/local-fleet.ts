import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runPath } from '../../src/main/commands/agent-text'
import { AppError } from '../../src/shared/errors/app-error'
import type { Target } from '../../src/main/ports/machine'
import { LocalShellHost } from '../../src/main/shell/local-shell'
import type { ShellChannel, ShellHost, ShellHosts } from '../../src/main/shell/shell-channel'
import { AgentStepShell } from '../../src/main/shell/step-shell'

export type Interpreter = readonly [string, ...string[]]
export const interpreters: readonly Interpreter[] = [['dash'], ['bash', '--posix'], ['busybox', 'sh']]
export const local: Target = { kind: 'local' }

class CuttableChannel implements ShellChannel {
  readonly #channel: ShellChannel
  #isCut = false
  constructor(channel: ShellChannel) {
    this.#channel = channel
  }
  write(text: string | Buffer): void {
    this.#channel.write(text)
  }
  onStdout(listener: (bytes: Buffer) => void): void {
    this.#channel.onStdout(listener)
  }
  onStderr(listener: (bytes: Buffer) => void): void {
    this.#channel.onStderr(listener)
  }
  onClose(listener: (cause?: Error) => void): void {
    const lost = new AppError('ssh.connection-lost', { details: { host: 'this machine', reason: 'cut' } })
    this.#channel.onClose((cause) => listener(this.#isCut ? lost : cause))
  }
  pause(): void {
    this.#channel.pause()
  }
  resume(): void {
    this.#channel.resume()
  }
  close(): void {
    this.#channel.close()
  }
  cut(): void {
    this.#isCut = true
    this.#channel.close()
  }
}

/** A local machine whose channels a test can cut, like a cable. */
export class CuttableHost implements ShellHost {
  readonly #host: ShellHost
  readonly channels: CuttableChannel[] = []
  openCount = 0
  /** Thrown by the next attempts to open a shell. */
  readonly refusals: Error[] = []

  constructor(host: ShellHost) {
    this.#host = host
  }

  async openShell(signal?: AbortSignal): Promise<ShellChannel> {
    const refusal = this.refusals.shift()
    if (refusal !== undefined) throw refusal
    this.openCount += 1
    const channel = new CuttableChannel(await this.#host.openShell(signal))
    this.channels.push(channel)
    return channel
  }

  push(...args: Parameters<ShellHost['push']>): Promise<void> {
    return this.#host.push(...args)
  }

  cut(): void {
    for (const channel of this.channels.splice(0)) channel.cut()
  }

  dispose(): Promise<void> {
    return this.#host.dispose()
  }
}

/** Shell text that waits until a test writes the file `go` into the home directory, or removes that. */
export const untilGo = 'while [ ! -e "$HOME/go" ] && [ -d "$HOME" ]; do sleep 0.05; done'

/** Does a process live? One that nobody has collected yet does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^[ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '')
  } catch {
    return false
  }
}

class OneHost implements ShellHosts {
  readonly #host: ShellHost
  readonly isUnderPressure = false
  onPressure(): void {}
  constructor(host: ShellHost) {
    this.#host = host
  }
  get(): ShellHost {
    return this.#host
  }
  dispose(): Promise<void> {
    return this.#host.dispose()
  }
}

/** A home directory of its own, and consoles that use it. Dispose it to remove both. */
export class LocalFleet {
  readonly home = mkdtempSync(join(tmpdir(), 'lastmile-shell-'))
  readonly #interpreter: Interpreter
  readonly #consoles: AgentStepShell[] = []

  constructor(interpreter: Interpreter = ['/bin/sh']) {
    this.#interpreter = interpreter
  }

  /** A console of its own; several on one home are several people, or one after a restart. */
  openConsole(options: { readonly timeoutGraceMs?: number; readonly path?: string | undefined } = {}): {
    shell: AgentStepShell
    host: CuttableHost
  } {
    const env = { ...process.env, HOME: this.home, PATH: options.path ?? process.env.PATH }
    const host = new CuttableHost(new LocalShellHost({ interpreter: this.#interpreter, env }))
    const { timeoutGraceMs = 5_000 } = options
    const shell = new AgentStepShell(new OneHost(host), { random: () => 0.99, timeoutGraceMs })
    this.#consoles.push(shell)
    return { shell, host }
  }

  /** Where an attempt keeps its files. */
  file(runDir: string, name: string): string {
    return join(this.home, '.lastmile/runs', runPath(runDir), name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const shell of this.#consoles) await shell.dispose()
    const runs = join(this.home, '.lastmile/runs')
    for (const claim of globSync('*/*/*/started', { cwd: runs })) {
      const pid = Number(readFileSync(join(runs, claim), 'utf8').split(' ')[0])
      // Tests forge claims: kill only what was started with this home in its arguments.
      if (isAlive(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.home))
        process.kill(-pid, 'SIGKILL')
    }
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

/** Collects the log of a step and checks that every byte comes once and in order. */
export class LogCollector {
  readonly chunks: Buffer[] = []
  sizeBytes: number
  readonly #waiting: { readonly text: string; readonly found: () => void }[] = []

  constructor(fromOffset = 0) {
    this.sizeBytes = fromOffset
  }

  readonly onOutput = (bytes: Buffer, offset: number): void => {
    if (offset !== this.sizeBytes) throw new Error(`offset ${offset} after ${this.sizeBytes}`)
    this.sizeBytes += bytes.length
    this.chunks.push(bytes)
    for (const waiter of this.#waiting) if (this.text.includes(waiter.text)) waiter.found()
  }

  /** Resolves when the log has this text. */
  has(text: string): Promise<void> {
    if (this.text.includes(text)) return Promise.resolve()
    return new Promise((found) => this.#waiting.push({ text, found }))
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString('utf8')
  }
}
