import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { TurnedStream } from '../../../../src/main/ssh/turned-stream'
import { Turns } from '../../../../src/main/turns/turns'

/** Both ends of a TCP connection. */
async function openPair(turns = new Turns()) {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [peer] = await accepted
  await once(socket, 'connect')
  peer.on('error', () => undefined)
  const stream = new TurnedStream(socket, turns)
  onTestFinished(() => {
    stream.destroy()
    peer.destroy()
    server.close()
  })
  return { stream, peer, socket }
}

describe('TurnedStream', () => {
  it('gives every byte in order and then the end', async () => {
    const { stream, peer } = await openPair()
    const sent = Buffer.alloc(3 * 1_024 * 1_024, 'abcdefg')
    peer.end(sent)
    expect((await buffer(stream)).equals(sent)).toBe(true)
  })

  it('sends what is written, and its end, with the other side reading slowly', async () => {
    const { stream, peer } = await openPair()
    const sent = Buffer.alloc(3 * 1_024 * 1_024, '0123456789')
    stream.end(sent)
    expect((await buffer(peer)).equals(sent)).toBe(true)
  })

  it('gives what came before a connection was reset, and then the reason', async () => {
    const { stream, peer } = await openPair()
    const got: string[] = []
    stream.on('data', (bytes: Buffer) => got.push(bytes.toString()))
    const failed = once(stream, 'error') as Promise<[NodeJS.ErrnoException]>
    peer.write('last words')
    await vi.waitUntil(() => got.length > 0, 10_000)
    peer.resetAndDestroy()
    const [error] = await failed
    expect([got, error.code]).toEqual([['last words'], 'ECONNRESET'])
  })

  it('stops the sender when nobody reads, and goes on when somebody does', async () => {
    const { stream, peer, socket } = await openPair()
    let accepted = 0
    const block = Buffer.alloc(1_024 * 1_024)
    for (let index = 0; index < 64; index += 1) peer.write(block, () => (accepted += 1))
    peer.end()
    await vi.waitUntil(() => socket.isPaused(), 10_000)
    expect(socket.bytesRead).toBeLessThan(2 * block.length)
    expect((await buffer(stream)).length).toBe(64 * block.length)
    expect(accepted).toBe(64)
  })

  it('takes the bytes of many in turns, so that a timer is not kept waiting by all of them', async () => {
    const turns = new Turns()
    const pairs = await Promise.all(Array.from({ length: 20 }, () => openPair(turns)))
    let taken = 0
    for (const { stream, peer } of pairs) {
      stream.on('data', () => {
        const endMs = performance.now() + 3
        while (performance.now() < endMs);
        taken += 1
      })
      peer.write('x')
    }
    const seen: number[] = []
    const timer = setInterval(() => seen.push(taken), 1)
    await vi.waitUntil(() => taken === 20, 10_000)
    clearInterval(timer)
    const steps = seen.map((count, index) => count - (seen[index - 1] ?? 0))
    expect(Math.max(...steps)).toBeLessThan(10)
  })
})
