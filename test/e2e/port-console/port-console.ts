import { fork, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import config from '../../../vite.config'
import { buildEntries } from '../../helpers/build-entries'
import type { TestedConsole } from '../tested-console'
import type { FromConsole, PortNews, ToConsole } from './messages'
import { bridgeToConsole } from './page-script'

const pageFolder = resolve(import.meta.dirname, '../../../out/renderer')
const startTimeoutMs = 30_000
/** Built once for all tests of a worker. */
let built: Promise<string> | undefined

/** A console behind a MessagePort, and a page that has the other end: the desktop door as far as it needs no Electron. */
export class PortConsole implements TestedConsole {
  readonly dataFolder = mkdtempSync(join(tmpdir(), 'lastmile-port-'))
  complaints = ''
  #child: ChildProcess | undefined
  #httpPort = 0
  #page: Page | undefined
  readonly #ports = new Set<string>()
  #news: PortNews[] = []
  #isTelling = false

  get url(): string {
    return `http://127.0.0.1:${this.#httpPort}/`
  }

  async start(): Promise<void> {
    built ??= buildProgram()
    const args = [this.dataFolder, pageFolder, String(this.#httpPort)]
    const child = fork(await built, args, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.#child = child
    child.stderr?.on('data', (bytes: Buffer) => (this.complaints += bytes.toString()))
    child.once('exit', () => {
      for (const port of this.#ports) this.#tell([port, 'closed', ''])
      this.#ports.clear()
    })
    await new Promise<void>((ready, reject) => {
      const timer = setTimeout(() => reject(new Error(`did not start in time: ${this.complaints}`)), startTimeoutMs)
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${this.complaints}`)))
      child.on('message', (message: FromConsole) => {
        if (message.kind !== 'ready') return this.#hear(message)
        clearTimeout(timer)
        this.#httpPort = message.httpPort
        ready()
      })
    })
  }

  async attach(page: Page): Promise<void> {
    this.#page = page
    await page.exposeBinding('toConsole', (_source, port: string, data: string | number | null) => {
      if (data !== null) return this.#send({ kind: 'data', port, data })
      this.#ports.add(port)
      this.#send({ kind: 'open', port })
    })
    await page.addInitScript(bridgeToConsole)
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.dataFolder, { recursive: true, force: true })
  }

  #send(message: ToConsole): void {
    if (this.#child?.connected) this.#child.send(message)
    else this.#tell([message.port, 'closed', ''])
  }

  #hear(message: Exclude<FromConsole, { kind: 'ready' }>): void {
    const { port } = message
    if (message.kind === 'closed') this.#tell([port, 'closed', ''])
    else if (typeof message.data === 'string') this.#tell([port, 'text', message.data])
    else this.#tell([port, 'bytes', Buffer.from(message.data).toString('base64')])
  }

  /** One after another, and together what comes meanwhile. */
  #tell(news: PortNews): void {
    this.#news.push(news)
    if (this.#isTelling) return
    this.#isTelling = true
    void this.#tellAll().finally(() => (this.#isTelling = false))
  }

  async #tellAll(): Promise<void> {
    while (this.#news.length > 0) {
      const news = this.#news.splice(0)
      // a page that is gone or loads again hears nothing more on these ports
      await this.#page?.evaluate(tellPage, news).catch(() => undefined)
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    const gone = new Promise((end) => child.once('exit', end))
    child.kill(signal)
    await gone
  }
}

const tellPage = (news: readonly PortNews[]): void =>
  (window as unknown as { fromConsole: (news: readonly PortNews[]) => void }).fromConsole(news)

/**
 * Built as the product is, with the workers beside it; below the repository, so that packages are found. Each worker of Playwright
 * has its own folder: a build empties it first.
 */
async function buildProgram(): Promise<string> {
  const folder = resolve('node_modules/.cache/port-console', process.env['TEST_PARALLEL_INDEX'] ?? '0')
  const entries = config.build?.rollupOptions?.input as Record<string, string>
  const workers = Object.entries(entries).filter(([name]) => /-(writer|worker)$/.test(name))
  const program = resolve(import.meta.dirname, 'program.ts')
  await buildEntries(folder, { program, ...Object.fromEntries(workers) })
  return join(folder, 'program.js')
}
