import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '../../../../src/main/ports'
import { LocalShellHost } from '../../../../src/main/shell/local-shell'
import type { ShellChannel, ShellHost, ShellHosts } from '../../../../src/main/shell/shell-channel'
import { AgentStepShell } from '../../../../src/main/shell/step-shell'

export const interpreters = [['dash'], ['bash', '--posix'], ['busybox', 'sh']] as const
export const local: Target = { kind: 'local' }

/** A local machine whose channels a test can cut, like a cable. */
export class CuttableHost implements ShellHost {
  readonly #host: ShellHost
  readonly channels: ShellChannel[] = []
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
    const channel = await this.#host.openShell(signal)
    this.channels.push(channel)
    return channel
  }

  push(...args: Parameters<ShellHost['push']>): Promise<void> {
    return this.#host.push(...args)
  }

  cut(): void {
    for (const channel of this.channels.splice(0)) channel.close()
  }

  dispose(): Promise<void> {
    return this.#host.dispose()
  }
}

class OneHost implements ShellHosts {
  readonly #host: ShellHost
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
  readonly #interpreter: readonly [string, ...string[]]
  readonly #consoles: AgentStepShell[] = []

  constructor(interpreter: readonly [string, ...string[]] = ['/bin/sh']) {
    this.#interpreter = interpreter
  }

  /** A console of its own; several on one home are several people, or one after a restart. */
  openConsole(options: { readonly timeoutGraceMs?: number } = {}): { shell: AgentStepShell; host: CuttableHost } {
    const env = { ...process.env, HOME: this.home }
    const host = new CuttableHost(new LocalShellHost({ interpreter: this.#interpreter, env }))
    const shell = new AgentStepShell(new OneHost(host), { random: () => 0.99, ...options })
    this.#consoles.push(shell)
    return { shell, host }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const shell of this.#consoles) await shell.dispose()
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

/** Collects the log of a step and checks that every byte comes once and in order. */
export class LogCollector {
  readonly chunks: Buffer[] = []
  sizeBytes: number

  constructor(fromOffset = 0) {
    this.sizeBytes = fromOffset
  }

  readonly onOutput = (bytes: Buffer, offset: number): void => {
    if (offset !== this.sizeBytes) throw new Error(`offset ${offset} after ${this.sizeBytes}`)
    this.sizeBytes += bytes.length
    this.chunks.push(bytes)
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString('utf8')
  }
}
