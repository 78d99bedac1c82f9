import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestedConsole } from './tested-console'

const program = fileURLToPath(new URL('../../out/main/lastmile.js', import.meta.url))
/** A console starts within a second; a busy machine takes longer. */
const startTimeoutMs = 30_000

type Served = { readonly url: string; readonly port: number }

/** `lastmile serve` as a user runs it, in a process and a data folder of its own. */
export class ServedConsole implements TestedConsole {
  readonly dataFolder = mkdtempSync(join(tmpdir(), 'lastmile-e2e-'))
  #child: ChildProcess | undefined
  #served: Served | undefined
  /** What it said on standard error; told when a test fails. */
  complaints = ''

  /** The address with its one-time token. */
  get url(): string {
    return this.#served?.url ?? ''
  }

  /** Start, or start again on the same port with the same data. */
  async start(): Promise<void> {
    const port = this.#served?.port ?? 0
    const args = [program, 'serve', '--no-open', '--json', '--data', this.dataFolder, '--port', String(port)]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    child.stderr.on('data', (bytes: Buffer) => (this.complaints += bytes.toString()))
    this.#served = await new Promise<Served>((resolve, reject) => {
      let text = ''
      const timer = setTimeout(() => reject(new Error(`no address in time: ${text}${this.complaints}`)), startTimeoutMs)
      child.stdout.on('data', (bytes: Buffer) => {
        text += bytes.toString()
        try {
          resolve(JSON.parse(text) as Served)
          clearTimeout(timer)
        } catch {
          // not complete yet
        }
      })
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${this.complaints}`)))
    })
  }

  /** A browser needs nothing but the address. */
  attach(): Promise<void> {
    return Promise.resolve()
  }

  /** A fresh link, from the console that runs. */
  async freshUrl(): Promise<string> {
    const child = spawn(process.execPath, [program, 'serve', '--json', '--data', this.dataFolder])
    let text = ''
    child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()))
    await new Promise((resolve) => child.once('close', resolve))
    return (JSON.parse(text) as Served).url
  }

  /** End it as a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.dataFolder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }
}
