import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { openWeb, type WebDoor, type WebWishes } from '../../../src/main/web/open-web'
import type { ConsoleMessage, PageMessage } from '../../../src/shared/ipc/wire'
import { tempFolder } from '../../helpers/temp-folder'

export type Serving = Extract<WebDoor, { kind: 'serving' }>

/** What must never leave the machine: it lies beside the page. */
export const secretText = 'the-secret-beside-the-page'

/** A page of two files, with a secret one folder above it. */
export function builtPage(): string {
  const folder = tempFolder()
  const page = join(folder, 'renderer')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'secret.txt'), secretText)
  writeFileSync(join(folder, 'secret.js'), secretText)
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Lastmile</title>')
  writeFileSync(join(page, 'assets/index-abc.js'), `export const text = '${'x'.repeat(4_000)}'`)
  return page
}

/** Serve a console with a data folder of its own, until the test has finished. */
export async function openServing(wishes: Partial<WebWishes> = {}): Promise<Serving> {
  const dataFolder = wishes.dataFolder ?? tempFolder()
  const door = await openWeb({ port: 0, isKnown: false, pageFolder: builtPage(), ...wishes, dataFolder })
  if (door.kind !== 'serving') throw new Error('this folder is served already')
  let closing: Promise<void> | undefined
  const close = () => (closing ??= door.close())
  onTestFinished(close)
  return { ...door, close }
}

export const hostOf = ({ port }: Serving): string => `127.0.0.1:${port}`
export const originOf = (door: Serving): string => `http://${hostOf(door)}`
export const logOf = ({ dataFolder }: Serving): string => {
  try {
    return readFileSync(join(dataFolder, 'web.log'), 'utf8')
  } catch {
    return ''
  }
}
export const tokenOf = (url: string): string => new URL(url).searchParams.get('token') ?? ''

/** Use a link up. Returns the cookie it gives. */
export async function signIn(url: string): Promise<string> {
  const { headers, status } = await fetch(url, { redirect: 'manual' })
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';')
  if (status !== 303 || cookie === '') throw new Error(`the link gave ${status}`)
  return cookie
}

/** Send bytes as they are and read all that comes back: clients of HTTP would tidy up what a test means to send. */
export function sendRaw({ port }: Serving, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let reply = ''
    socket.on('data', (bytes: Buffer) => (reply += bytes.toString('latin1')))
    socket.on('close', () => resolve(reply))
    socket.on('error', reject)
  })
}

/** GET a path as it is, signed in. */
export const getRaw = (door: Serving, path: string, cookie: string): Promise<string> =>
  sendRaw(door, `GET ${path} HTTP/1.1\r\nHost: ${hostOf(door)}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`)

export type SocketWishes = {
  readonly cookie?: string
  readonly origin?: string
  readonly host?: string
  readonly path?: string
}

/** A page's end of the line. */
export class TestPage {
  readonly messages: ConsoleMessage[] = []
  readonly socket: WebSocket
  /** The code with which the line ended; `refused 403` when it never was one. */
  readonly ended: Promise<string>
  readonly #waiting = new Set<() => void>()

  constructor(door: Serving, { cookie, origin = originOf(door), host, path = '/socket' }: SocketWishes) {
    const headers = { ...(cookie === undefined ? {} : { cookie }), ...(host === undefined ? {} : { host }) }
    this.socket = new WebSocket(`ws://${hostOf(door)}${path}`, { headers, ...(origin === '' ? {} : { origin }) })
    this.ended = new Promise((resolve) => {
      this.socket.on('unexpected-response', (request, { statusCode }) => {
        resolve(`refused ${statusCode}`)
        request.destroy()
      })
      this.socket.on('close', (code) => resolve(String(code)))
    })
    this.socket.on('error', () => undefined)
    this.socket.on('message', (data: Buffer) => {
      this.messages.push(JSON.parse(data.toString()) as ConsoleMessage)
      for (const look of this.#waiting) look()
    })
    onTestFinished(() => this.socket.terminate())
  }

  say(message: PageMessage): void {
    this.socket.send(JSON.stringify(message))
  }

  /** Say hello and wait for the welcome. */
  async greet(seen?: { readonly epoch: string; readonly push: number }) {
    if (this.socket.readyState !== WebSocket.OPEN) {
      await new Promise((resolve, reject) => {
        this.socket.once('open', resolve)
        void this.ended.then((code) => reject(new Error(`ended with ${code}`)))
      })
    }
    this.say({ kind: 'hello', ...(seen ? { seen } : {}) })
    return this.next('welcome')
  }

  async request(id: number, name: string, input: unknown) {
    this.say({ kind: 'request', id, name, input })
    const { result } = await this.next('reply', (reply) => reply.id === id)
    return result
  }

  /** The first message of a kind that came or comes; rejects when the line ends before. */
  next<K extends ConsoleMessage['kind']>(
    kind: K,
    wanted: (message: Extract<ConsoleMessage, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<ConsoleMessage, { kind: K }>> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.messages.find(
          (message): message is Extract<ConsoleMessage, { kind: K }> =>
            message.kind === kind && wanted(message as Extract<ConsoleMessage, { kind: K }>),
        )
        if (!found) return
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      void this.ended.then((code) => reject(new Error(`ended with ${code}`)))
      look()
    })
  }
}
