import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startLoad } from '../../../src/main/demo/load-generator'
import { listenOnLoopback } from '../../../src/main/demo/loopback'

let dir = ''
let server: Server
let requestCount = 0

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lm-load-'))
  requestCount = 0
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  rmSync(dir, { recursive: true, force: true })
})

async function serve(answer: (count: number, response: import('node:http').ServerResponse) => void) {
  server = createServer((_request, response) => answer((requestCount += 1), response))
  // as the switch: closing idle connections by a timer would race with requests
  server.keepAliveTimeout = 0
  return { url: `http://127.0.0.1:${await listenOnLoopback(server)}`, fleetDir: dir }
}

describe('startLoad', () => {
  it('counts what is served by version, and everything else as failed', async () => {
    const options = await serve((count, response) => {
      response.setHeader('x-shop-version', '1.0.0').setHeader('x-shop-host', 'web-01')
      if (count % 4 === 1) response.writeHead(500).end('no')
      else if (count % 4 === 2) response.destroy()
      else if (count % 4 === 3)
        response.writeHead(200, { 'content-length': '100' }).write('half', () => response.destroy())
      else response.end('ok')
    })
    const load = await startLoad(options)
    await vi.waitFor(() => expect(requestCount).toBeGreaterThan(40), { timeout: 10_000 })
    await vi.waitFor(() => expect(Number(readFileSync(join(dir, 'load/error-percent'), 'utf8'))).toBeGreaterThan(50), {
      timeout: 10_000,
    })
    const report = await load.stop()
    expect(report.servedCount + report.failedCount).toBe(requestCount)
    expect(report.byVersion).toEqual({ '1.0.0': Math.floor(requestCount / 4) })
    expect(new Set(report.firstFailures.map(({ failure }) => failure))).toEqual(
      new Set(['status 500', 'socket hang up', 'aborted']),
    )
  })

  it('keeps a limit of requests under way and says how many it gave up', async () => {
    const waiting: (() => void)[] = []
    const options = await serve((_count, response) => waiting.push(() => response.end('ok')))
    const load = await startLoad({ ...options, maxInFlight: 3, ratePerSecond: 1_000 })
    await vi.waitFor(() => expect(load.report().heldBackCount).toBeGreaterThan(20), { timeout: 10_000 })
    expect(requestCount).toBe(3)
    const stopping = load.stop()
    for (const finish of waiting) finish()
    expect(await stopping).toMatchObject({ servedCount: 3, failedCount: 0 })
  })

  it('does not blame the shop for a time in which this process stood still', async () => {
    const options = await serve((_count, response) => response.end('ok'))
    const load = await startLoad(options)
    await sleep(50)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 11_000)
    await sleep(50)
    expect(await load.stop()).toMatchObject({ failedCount: 0, firstFailures: [] })
  })
})
