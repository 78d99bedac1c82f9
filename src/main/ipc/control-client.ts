import { createConnection, type Socket } from 'node:net'
import { z } from 'zod'
import { AppError, fromWireError, type WireError } from '../../shared/errors/app-error'
import { requests, type Output, type RawInput, type RequestName } from '../../shared/ipc/contract'
import { pushes, type Push, type PushName } from '../../shared/ipc/events'
import type { ConsoleClient } from './console-client'
import { readLines } from './line-reader'

/** A reply of the console holds some megabytes at most; beyond this it is none of its. */
const longestReplyBytes = 256 * 1024 * 1024

const message = z.union([
  z.strictObject({
    id: z.int(),
    result: z.union([
      z.strictObject({ ok: z.literal(true), value: z.unknown() }),
      z.strictObject({
        ok: z.literal(false),
        error: z.strictObject({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }),
      }),
    ]),
  }),
  z.strictObject({ push: z.string(), payload: z.unknown() }),
])

type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }

/** A console in another process, through the control socket of its data folder. */
export class ControlClient implements ConsoleClient {
  readonly isOwner = false
  readonly #socket: Socket
  readonly #pending = new Map<number, Pending>()
  readonly #listeners = new Map<PushName, Set<(push: Push<PushName>) => void>>()
  #lastId = 0
  #isClosed = false

  private constructor(socket: Socket) {
    this.#socket = socket
    readLines(socket, longestReplyBytes, (line) => this.#receive(line))
    socket.on('close', () => this.#lose())
    socket.on('error', () => socket.destroy())
  }

  /** Connect; undefined when no console listens there. */
  static connect(path: string): Promise<ControlClient | undefined> {
    return new Promise((resolve) => {
      const socket = createConnection(path)
      socket.once('connect', () => resolve(new ControlClient(socket)))
      socket.once('error', () => resolve(undefined))
    })
  }

  async request<N extends RequestName>(name: N, input: RawInput<N>): Promise<Output<N>> {
    if (this.#isClosed) throw lost()
    this.#lastId += 1
    const id = this.#lastId
    const value = await new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#socket.write(`${JSON.stringify({ id, name, input })}\n`)
    })
    const parsed = requests[name].output.safeParse(value)
    if (!parsed.success) {
      throw new AppError('console.bad-reply', { details: { name, problems: z.prettifyError(parsed.error) } })
    }
    return parsed.data as Output<N>
  }

  onPush<N extends PushName>(name: N, listener: (push: Push<N>) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    const heard = listener as (push: Push<PushName>) => void
    listeners.add(heard)
    return () => listeners.delete(heard)
  }

  close(): Promise<void> {
    this.#isClosed = true
    if (this.#socket.closed) return Promise.resolve()
    return new Promise((resolve) => {
      this.#socket.once('close', () => resolve())
      this.#socket.end()
      this.#socket.destroy()
    })
  }

  #receive(line: string): void {
    const parsed = message.safeParse(parseJson(line))
    if (!parsed.success) return
    if ('push' in parsed.data) return this.#receivePush(parsed.data.push, parsed.data.payload)
    const { id, result } = parsed.data
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (result.ok) pending?.resolve(result.value)
    else pending?.reject(fromWireError(result.error as WireError))
  }

  #receivePush(name: string, payload: unknown): void {
    if (!Object.hasOwn(pushes, name)) return
    const parsed = pushes[name as PushName].safeParse(payload)
    if (!parsed.success) return
    for (const listener of this.#listeners.get(name as PushName) ?? []) listener(parsed.data)
  }

  #lose(): void {
    this.#isClosed = true
    for (const { reject } of this.#pending.values()) reject(lost())
    this.#pending.clear()
  }
}

const lost = () => new AppError('console.connection-lost', { details: { pid: 'unknown' } })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
