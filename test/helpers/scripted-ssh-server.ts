import { createServer, type Server as NetServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import ssh2 from 'ssh2'
import type { AuthContext, Connection, ServerChannel, Session } from 'ssh2'

export type ScriptedOptions = {
  /** Private host keys (OpenSSH). Default: one new ed25519 key. */
  readonly hostKeys?: readonly string[]
  /** Decide about one login attempt. Default: everything is accepted. */
  readonly onAuth?: (context: AuthContext) => void
  /** What a command does. Default: a shell that echoes its input. */
  readonly onExec?: (channel: ServerChannel, command: string) => void
  /** So many connections are hung up before a greeting, as MaxStartups does. */
  readonly dropFirst?: number
  /** Accept the TCP connection and never say a word. */
  readonly isSilent?: boolean
  /** Sessions allowed per connection, as MaxSessions. */
  readonly maxSessions?: number
}

export type ScriptedServer = {
  readonly port: number
  /** `type base64` of the first host key. */
  readonly hostKey: string
  /** Every login attempt: `method user`. */
  readonly attempts: readonly string[]
  /** SSH connections that got as far as a greeting, ever. */
  readonly connectionCount: number
  /** Open TCP connections. */
  readonly openCount: number
  /** Most TCP connections that were open at a time. */
  readonly mostOpen: number
  /** Cut every connection off, as a cable would be. */
  cut(): void
  /** Stop reading and answering, with every connection open: a host that hangs. */
  freeze(): void
  stop(): Promise<void>
}

export type KeyPair = { readonly private: string; readonly public: string }

/** A real ssh2 server on 127.0.0.1 that behaves as told; it is stopped after the test. */
export async function startScriptedServer(options: ScriptedOptions = {}): Promise<ScriptedServer> {
  const hostKeys = options.hostKeys ?? [makeHostKey()]
  const sockets = new Set<Socket>()
  const attempts: string[] = []
  const state = { connectionCount: 0, mostOpen: 0, drops: options.dropFirst ?? 0 }
  const ssh = new ssh2.Server({ hostKeys: [...hostKeys] }, (client) => {
    state.connectionCount += 1
    serve(client, options, attempts)
  })
  const server = createServer((socket) => {
    sockets.add(socket)
    state.mostOpen = Math.max(state.mostOpen, sockets.size)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
    if (state.drops > 0) {
      state.drops -= 1
      socket.destroy()
    } else if (!options.isSilent) ssh.injectSocket(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => sockets.forEach((socket) => socket.destroy())
  const stop = () => stopServer(server, cut)
  onTestFinished(stop)
  return {
    port: portOf(server),
    hostKey: publicLineOf(hostKeys[0] ?? ''),
    attempts,
    get connectionCount() {
      return state.connectionCount
    },
    get openCount() {
      return sockets.size
    },
    get mostOpen() {
      return state.mostOpen
    },
    cut,
    freeze: () => sockets.forEach((socket) => socket.pause()),
    stop,
  }
}

/** A new private key in OpenSSH form. */
export function makeHostKey(type: 'ed25519' | 'ecdsa' = 'ed25519'): string {
  return makeKeyPair(type).private
}

/** ssh2 1.17 writes one ed25519 key in 256 that nothing can read (a leading zero byte is lost), so it is tried again. */
export function makeKeyPair(type: 'ed25519' | 'ecdsa' = 'ed25519', passphrase?: string): KeyPair {
  for (;;) {
    const pair = generateKeyPair(type, passphrase)
    if (!(ssh2.utils.parseKey(pair.private, passphrase) instanceof Error)) return pair
  }
}

function generateKeyPair(type: 'ed25519' | 'ecdsa', passphrase: string | undefined): KeyPair {
  if (type === 'ecdsa') return ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 })
  if (passphrase === undefined) return ssh2.utils.generateKeyPairSync('ed25519')
  return ssh2.utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 1 })
}

/** `type base64` of a private key. */
export function publicLineOf(privateKey: string): string {
  const parsed = ssh2.utils.parseKey(privateKey)
  if (parsed instanceof Error) throw parsed
  return `${parsed.type} ${parsed.getPublicSSH().toString('base64')}`
}

function serve(client: Connection, options: ScriptedOptions, attempts: string[]): void {
  let sessions = 0
  client.on('error', () => undefined)
  client.on('authentication', (context) => {
    attempts.push(`${context.method} ${context.username}`)
    if (options.onAuth) options.onAuth(context)
    else context.accept()
  })
  client.on('session', (accept, reject) => {
    if (sessions >= (options.maxSessions ?? Infinity)) return reject()
    sessions += 1
    serveSession(accept(), options)
  })
}

function serveSession(session: Session, options: ScriptedOptions): void {
  session.on('exec', (accept, _reject, info) => {
    const channel = accept()
    channel.on('error', () => undefined)
    if (options.onExec) options.onExec(channel, info.command)
    else channel.pipe(channel)
  })
}

function portOf(server: NetServer): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP address')
  return address.port
}

function stopServer(server: NetServer, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    cut()
  })
}
