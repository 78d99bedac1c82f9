import { mkdir } from 'node:fs/promises'
import { Agent, get, type ClientRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { AwakeClock } from './awake-clock'
import { LoadTally, type Answer, type LoadReport } from './load-tally'
import { PublishedFile } from './published-file'

/** Customers of the shop: a steady stream of requests for as long as it runs. */
export type LoadGenerator = {
  report(): LoadReport
  /** Send nothing more, wait for the answers that are due, and say what was seen. */
  stop(): Promise<LoadReport>
}

export type LoadOptions = {
  readonly url: string
  /** The error rate is published to `load/error-percent` in it. */
  readonly fleetDir: string
  readonly ratePerSecond?: number
  readonly maxInFlight?: number
}

/** Enough to meet every host of a small fleet many times a second, and a few percent of one core. */
const defaultRatePerSecond = 200
/** A third of a second's requests; more than that under way means that something hangs. */
const defaultMaxInFlight = 64
/** No customer waits longer; counted in awake time. */
const timeoutMs = 10_000
const tickMs = 10
const publishMs = 500

/** Start sending requests. */
export async function startLoad(options: LoadOptions): Promise<LoadGenerator> {
  const dir = join(options.fleetDir, 'load')
  await mkdir(dir, { recursive: true })
  const errorFile = new PublishedFile(join(dir, 'error-percent'))
  await errorFile.set('0\n')
  const sender = new Sender(options)
  const ticker = setInterval(() => sender.tick(performance.now()), tickMs)
  const publisher = setInterval(() => {
    // the directory goes last, so a write that fails means that the fleet is being taken away under us
    errorFile.set(`${sender.tally.errorPercent(Date.now())}\n`).catch(() => undefined)
  }, publishMs)
  return {
    report: () => sender.tally.report(),
    stop: async () => {
      clearInterval(publisher)
      await sender.finish()
      clearInterval(ticker)
      return sender.tally.report()
    },
  }
}

type Outcome = Pick<Answer, 'host' | 'version' | 'failure'>
type Sent = { readonly request: ClientRequest; readonly deadlineMs: number; readonly done: Promise<void> }

class Sender {
  readonly tally = new LoadTally()
  private readonly url: string
  private readonly ratePerMs: number
  private readonly maxInFlight: number
  private readonly agent: Agent
  private readonly startedAtMs = performance.now()
  private readonly awake = new AwakeClock(this.startedAtMs)
  /** In the order in which they were sent, so the first one is the first to be late. */
  private readonly inFlight = new Set<Sent>()
  private dueCount = 0
  private isEnding = false

  constructor({ url, ratePerSecond = defaultRatePerSecond, maxInFlight = defaultMaxInFlight }: LoadOptions) {
    this.url = url
    this.ratePerMs = ratePerSecond / 1_000
    this.maxInFlight = maxInFlight
    this.agent = new Agent({ keepAlive: true, maxSockets: maxInFlight })
  }

  /** Give up on what is late and send what the clock says is due. What does not fit under way is not saved for later. */
  tick(nowMs: number): void {
    const awakeMs = this.awake.tick(nowMs)
    for (const { request, deadlineMs } of this.inFlight) {
      if (deadlineMs > awakeMs) break
      request.destroy(new Error(`no answer within ${timeoutMs} ms`))
    }
    if (this.isEnding) return
    const due = Math.floor((nowMs - this.startedAtMs) * this.ratePerMs)
    for (; this.dueCount < due; this.dueCount += 1) {
      if (this.inFlight.size >= this.maxInFlight) this.tally.heldBackCount += 1
      else this.send(awakeMs + timeoutMs)
    }
  }

  async finish(): Promise<void> {
    this.isEnding = true
    await Promise.all([...this.inFlight].map(({ done }) => done))
    this.agent.destroy()
  }

  private send(deadlineMs: number): void {
    const sentAtMs = performance.now()
    const { request, outcome } = ask(this.url, this.agent)
    const done = outcome.then((seen) => {
      this.inFlight.delete(sent)
      this.tally.add({ ...seen, atMs: Date.now(), durationMs: performance.now() - sentAtMs })
    })
    const sent = { request, deadlineMs, done }
    this.inFlight.add(sent)
  }
}

/** One request to the shop. Anything but a complete answer with status 200 is a failure. */
function ask(url: string, agent: Agent): { readonly request: ClientRequest; readonly outcome: Promise<Outcome> } {
  const request = get(url, { agent })
  const outcome = new Promise<Outcome>((resolve) => {
    request.on('response', (response) => {
      const seen = { host: headerOf(response, 'x-shop-host'), version: headerOf(response, 'x-shop-version') }
      response.resume()
      response.on('end', () => {
        const isServed = response.statusCode === 200 && response.complete
        resolve(isServed ? seen : { ...seen, failure: `status ${response.statusCode}` })
      })
      response.on('error', (error) => resolve({ ...seen, failure: error.message }))
    })
    request.on('error', (error) => resolve({ failure: error.message }))
  })
  return { request, outcome }
}

function headerOf(response: IncomingMessage, name: string): string | undefined {
  const value = response.headers[name]
  return typeof value === 'string' ? value : undefined
}
