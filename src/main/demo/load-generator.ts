import { mkdir } from 'node:fs/promises'
import { Agent, get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
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
  readonly hostCount: number
  /** The error rate is published to `load/error-percent` in it. */
  readonly fleetDir: string
  readonly ratePerSecond?: number
  readonly maxInFlight?: number
}

/** Enough to meet every host of a small fleet many times a second, and a few percent of one core. */
const defaultRatePerSecond = 200
/** A third of a second's requests; more than that under way means that something hangs. */
const defaultMaxInFlight = 64
/** No customer waits longer. */
const timeoutMs = 5_000
const tickMs = 10
const publishMs = 500

/** Start sending requests. */
export async function startLoad(options: LoadOptions): Promise<LoadGenerator> {
  const dir = join(options.fleetDir, 'load')
  await mkdir(dir, { recursive: true })
  const errorFile = new PublishedFile(join(dir, 'error-percent'))
  await errorFile.set('0\n')
  const sender = new Sender(options)
  const ticker = setInterval(() => sender.sendDue(performance.now()), tickMs)
  const publisher = setInterval(() => {
    // the directory goes last, so a write that fails means that the fleet is being taken away under us
    errorFile.set(`${sender.tally.errorPercent(Date.now())}\n`).catch(() => undefined)
  }, publishMs)
  return {
    report: () => sender.tally.report(),
    stop: async () => {
      clearInterval(ticker)
      clearInterval(publisher)
      await sender.finish()
      return sender.tally.report()
    },
  }
}

class Sender {
  readonly tally: LoadTally
  private readonly url: string
  private readonly ratePerMs: number
  private readonly maxInFlight: number
  private readonly agent: Agent
  private readonly startedAt = performance.now()
  private readonly inFlight = new Set<Promise<void>>()
  private dueCount = 0

  constructor({ url, hostCount, ratePerSecond = defaultRatePerSecond, maxInFlight = defaultMaxInFlight }: LoadOptions) {
    this.url = url
    this.ratePerMs = ratePerSecond / 1_000
    this.maxInFlight = maxInFlight
    this.agent = new Agent({ keepAlive: true, maxSockets: maxInFlight })
    this.tally = new LoadTally(hostCount)
  }

  /** Send what the clock says is due; what does not fit under way is given up, not saved for a burst later. */
  sendDue(now: number): void {
    const due = Math.floor((now - this.startedAt) * this.ratePerMs)
    for (; this.dueCount < due; this.dueCount += 1) {
      if (this.inFlight.size >= this.maxInFlight) this.tally.heldBackCount += 1
      else this.send()
    }
  }

  async finish(): Promise<void> {
    await Promise.all(this.inFlight)
    this.agent.destroy()
  }

  private send(): void {
    const sentAt = performance.now()
    const sent = ask(this.url, this.agent).then((outcome) => {
      this.inFlight.delete(sent)
      this.tally.add({ ...outcome, atMs: Date.now(), durationMs: performance.now() - sentAt })
    })
    this.inFlight.add(sent)
  }
}

type Outcome = Pick<Answer, 'host' | 'version' | 'failure'>

/** One request to the shop. Anything but a complete answer with status 200 in time is a failure. */
function ask(url: string, agent: Agent): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = get(url, { agent }, (response) => {
      const seen = { host: headerOf(response, 'x-shop-host'), version: headerOf(response, 'x-shop-version') }
      response.resume()
      response.on('end', () => {
        const isServed = response.statusCode === 200 && response.complete
        resolve(isServed ? seen : { ...seen, failure: `status ${response.statusCode}` })
      })
      response.on('error', (error) => resolve({ ...seen, failure: error.message }))
      response.on('aborted', () => resolve({ ...seen, failure: 'the answer broke off' }))
    })
    request.setTimeout(timeoutMs, () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)))
    request.on('error', (error) => resolve({ failure: error.message }))
  })
}

function headerOf(response: IncomingMessage, name: string): string | undefined {
  const value = response.headers[name]
  return typeof value === 'string' ? value : undefined
}
