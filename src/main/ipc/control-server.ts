import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { Handlers } from '../../shared/ipc/contract'
import { readLines } from './line-reader'
import type { PushHub } from './push-hub'
import { dispatch } from './router'

/** A request is a few kilobytes, a lastmile.yml of a thousand hosts some hundred; beyond this it is no request of ours. */
const longestLineBytes = 16 * 1024 * 1024
/** Whoever has asked something gets an answer before the console ends, unless it takes longer than this. */
const lastAnswersMs = 5_000
/** A listener that lets this much pile up is not reading any more. */
const longestBacklogBytes = 64 * 1024 * 1024

/**
 * The control socket of a data folder: one JSON message on a line, `{id, name, input}` in, `{id, result}` and
 * `{push, payload}` out. Only the owner of the folder may connect (mode 0600).
 */
export class ControlServer {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  readonly #answering = new Set<Promise<void>>()
  readonly #path: string

  private constructor(path: string, handlers: Handlers, pushes: PushHub) {
    this.#path = path
    this.#server = createServer((socket) => this.#serve(socket, handlers, pushes))
  }

  /** Listen. The lock of the data folder is held, so a socket that is there was left by a console that ended. */
  static open(path: string, handlers: Handlers, pushes: PushHub): Promise<ControlServer> {
    rmSync(path, { force: true })
    const control = new ControlServer(path, handlers, pushes)
    return new Promise((resolve, reject) => {
      // no other user may connect, not even between bind and chmod
      const umask = process.umask(0o177)
      control.#server.once('error', reject)
      control.#server.listen(path, () => {
        chmodSync(path, 0o600)
        resolve(control)
      })
      process.umask(umask)
    })
  }

  async close(): Promise<void> {
    const limit = new AbortController()
    const late = delay(lastAnswersMs, undefined, { signal: limit.signal, ref: false }).catch(() => undefined)
    await Promise.race([Promise.allSettled(this.#answering), late])
    limit.abort()
    for (const socket of this.#sockets) socket.end()
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
      for (const socket of this.#sockets) setTimeout(() => socket.destroy(), 200).unref()
    })
    rmSync(this.#path, { force: true })
  }

  #serve(socket: Socket, handlers: Handlers, pushes: PushHub): void {
    this.#sockets.add(socket)
    const send = (message: object) => {
      if (socket.writableLength > longestBacklogBytes) return socket.destroy()
      return socket.write(`${JSON.stringify(message)}\n`)
    }
    const stop = pushes.listen((push, payload) => send({ push, payload }))
    readLines(socket, longestLineBytes, (line) => {
      const answering = answer(line, handlers, send).finally(() => this.#answering.delete(answering))
      this.#answering.add(answering)
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      stop()
      this.#sockets.delete(socket)
    })
  }
}

async function answer(line: string, handlers: Handlers, send: (message: object) => unknown): Promise<void> {
  const request = parseRequest(line)
  if (!request) return
  send({ id: request.id, result: await dispatch(handlers, request.name, request.input) })
}

/** What is no request has no id to answer to and is dropped. */
function parseRequest(line: string): { id: number; name: string; input: unknown } | undefined {
  try {
    const message: unknown = JSON.parse(line)
    if (typeof message !== 'object' || message === null) return undefined
    const { id, name, input } = message as Record<string, unknown>
    return typeof id === 'number' && typeof name === 'string' ? { id, name, input } : undefined
  } catch {
    return undefined
  }
}
