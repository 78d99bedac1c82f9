import { mkdir, writeFile } from 'node:fs/promises'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { listenOnLoopback } from './loopback'
import { PublishedFile } from './published-file'
import { watchDirectory } from './watched-directory'

/** A small HTTP reverse proxy that shares requests out among the hosts that are in. It never repeats a request. */
export type TrafficSwitch = {
  readonly url: string
  /** The hosts that get requests now. */
  serving(): string[]
  /** The smallest number of hosts that were in at once since the switch opened. */
  fewestServing(): number
  /** Requests a host could not answer. */
  failedCount(): number
  close(): Promise<void>
}

type Upstream = {
  readonly name: string
  readonly port: number
  readonly inFlightFile: PublishedFile
  agent: Agent
  inFlight: number
}

/** Counts of hosts that are in change hundreds of times a second; nobody waits for them. */
const inFlightSweepMs = 1_000

/**
 * Open the switch of a fleet, with all hosts in. It is driven by files, so that any shell can do it: while
 * `switch/in/<host>` exists, the host should be in. What the switch really does stands in `switch/serving` (names, one
 * on a line) and `switch/inflight/<host>`.
 */
export async function openTrafficSwitch(
  fleetDir: string,
  hosts: readonly { readonly name: string; readonly httpPort: number }[],
): Promise<TrafficSwitch> {
  const dir = join(fleetDir, 'switch')
  await mkdir(join(dir, 'in'), { recursive: true })
  await mkdir(join(dir, 'inflight'), { recursive: true })
  await Promise.all(hosts.map(({ name }) => writeFile(join(dir, 'in', name), '')))
  const core = new SwitchCore(dir, hosts)
  const watched = await watchDirectory(join(dir, 'in'), (names) => core.apply(names))
  const sweep = setInterval(() => core.publishCounts(), inFlightSweepMs)
  const server = createServer((incoming, outgoing) => core.route(incoming, outgoing))
  // closed by the client or with the switch, never by a timer that could race with a request
  server.keepAliveTimeout = 0
  const port = await listenOnLoopback(server)
  return {
    url: `http://127.0.0.1:${port}`,
    serving: () => core.serving(),
    fewestServing: () => core.fewestServing,
    failedCount: () => core.failedCount,
    close: async () => {
      clearInterval(sweep)
      await watched.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      core.close()
    },
  }
}

class SwitchCore {
  fewestServing: number
  failedCount = 0
  private readonly upstreams: readonly Upstream[]
  private readonly servingFile: PublishedFile
  private routed: readonly Upstream[] = []
  private turn = 0

  constructor(dir: string, hosts: readonly { readonly name: string; readonly httpPort: number }[]) {
    this.servingFile = new PublishedFile(join(dir, 'serving'))
    this.fewestServing = hosts.length
    this.upstreams = hosts.map(({ name, httpPort }) => ({
      name,
      port: httpPort,
      inFlightFile: new PublishedFile(join(dir, 'inflight', name)),
      agent: new Agent({ keepAlive: true }),
      inFlight: 0,
    }))
  }

  serving(): string[] {
    return this.routed.map(({ name }) => name)
  }

  /**
   * Route to these hosts from now on. The counts of hosts that leave are published before their leaving is, so whoever
   * has seen a host out never reads a count from when it was in.
   */
  async apply(names: ReadonlySet<string>): Promise<void> {
    this.routed = this.upstreams.filter(({ name }) => names.has(name))
    this.fewestServing = Math.min(this.fewestServing, this.routed.length)
    this.publishCounts()
    const away = this.upstreams.filter(({ name }) => !names.has(name))
    // with fresh connections later: an idle one may end together with the service behind it
    for (const upstream of away) this.renewAgent(upstream)
    await Promise.all(away.map((upstream) => upstream.inFlightFile.set(`${upstream.inFlight}\n`)))
    await this.servingFile.set(
      this.serving()
        .map((name) => `${name}\n`)
        .join(''),
    )
  }

  publishCounts(): void {
    for (const upstream of this.upstreams) this.publishCount(upstream)
  }

  route(incoming: IncomingMessage, outgoing: ServerResponse): void {
    this.turn = (this.turn + 1) % Math.max(1, this.routed.length)
    const upstream = this.routed[this.turn]
    if (upstream === undefined) return this.fail(outgoing, undefined, 503, 'no host is in')
    upstream.inFlight += 1
    const { method, url } = incoming
    const headers = withoutConnection(incoming.headers)
    const { port, agent } = upstream
    const forwarded = request({ host: '127.0.0.1', port, agent, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, withoutConnection(answer.headers))
      // a host that breaks off in the middle: the client must not take half an answer for a whole one
      answer.on('aborted', () => outgoing.destroy())
      answer.on('error', () => outgoing.destroy())
      answer.pipe(outgoing)
    })
    forwarded.on('error', (error) => this.fail(outgoing, upstream, 502, error.message))
    forwarded.on('close', () => {
      upstream.inFlight -= 1
      if (!this.routed.includes(upstream)) this.publishCount(upstream)
    })
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) forwarded.destroy()
    })
    incoming.pipe(forwarded)
  }

  close(): void {
    for (const { agent } of this.upstreams) agent.destroy()
  }

  private fail(outgoing: ServerResponse, upstream: Upstream | undefined, status: number, reason: string): void {
    this.failedCount += 1
    if (outgoing.headersSent) return void outgoing.destroy()
    outgoing.writeHead(status, upstream ? { 'x-shop-host': upstream.name } : {})
    outgoing.end(`${reason}\n`)
  }

  private renewAgent(upstream: Upstream): void {
    const isUsed = Object.keys(upstream.agent.freeSockets).length + Object.keys(upstream.agent.sockets).length > 0
    if (!isUsed) return
    for (const sockets of Object.values(upstream.agent.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy()
    }
    upstream.agent = new Agent({ keepAlive: true })
  }

  private publishCount(upstream: Upstream): void {
    // the directory goes last, so a write that fails means that the fleet is being taken away under us
    upstream.inFlightFile.set(`${upstream.inFlight}\n`).catch(() => undefined)
  }
}

/** What describes one connection only must not be passed on to another. */
function withoutConnection(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const { connection: _connection, 'keep-alive': _keepAlive, 'transfer-encoding': _encoding, ...rest } = headers
  return rest
}
