import { timingSafeEqual } from 'node:crypto'
import ssh2, {
  type AuthContext,
  type Connection,
  type ParsedKey,
  type PseudoTtyInfo,
  type ServerChannel,
  type Session,
} from 'ssh2'
import type { ChildProcess } from 'node:child_process'
import { runOnChannel, signalGroup, type ExecSurroundings } from './exec-channel'
import { runInTerminal, type ChannelTerminal, type TerminalRequest } from './terminal-channel'
import { listenOnLoopback } from './loopback'
import { serveSftp, type RefuseWrite } from './sftp-server'

/** One SSH host of the fleet. */
export type SshServer = {
  readonly port: number
  /** Stop listening and drop all connections. */
  close(): Promise<void>
}

export type SshServerOptions = ExecSurroundings & {
  readonly hostPrivateKey: string
  /** The only key that may log in, as any user. */
  readonly userPublicKey: string
  /** Asked before a file is written by SFTP; a reason refuses it. */
  readonly refuseWrite: RefuseWrite
}

/** Start an SSH server on a loopback port of its own: public-key login, exec and shell, with and without a terminal, SFTP. */
export async function openSshServer(options: SshServerOptions): Promise<SshServer> {
  const allowed = ssh2.utils.parseKey(options.userPublicKey)
  if (allowed instanceof Error) throw allowed
  const connections = new Set<Connection>()
  const server = new ssh2.Server({ hostKeys: [options.hostPrivateKey] }, (connection) => {
    connections.add(connection)
    // without it every small answer waits for the acknowledgement of the one before, 40 ms each; the types lack it
    ;(connection as Connection & { setNoDelay(isOn: boolean): void }).setNoDelay(true)
    connection.on('close', () => connections.delete(connection))
    // a client that drops its connection is a case to be tested here, not an error
    connection.on('error', () => connection.end())
    connection.on('authentication', (context) => authenticate(context, allowed))
    connection.on('session', (accept) => serveSession(accept(), options))
  })
  const port = await listenOnLoopback(server)
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const connection of connections) connection.end()
      }),
  }
}

function authenticate(context: AuthContext, allowed: ParsedKey): void {
  if (context.method !== 'publickey') return context.reject(['publickey'])
  const expected = allowed.getPublicSSH()
  const isSameKey =
    context.key.algo === allowed.type &&
    context.key.data.length === expected.length &&
    timingSafeEqual(context.key.data, expected)
  if (!isSameKey) return context.reject(['publickey'])
  // without a signature the client only asks whether this key would do
  if (context.signature === undefined) return context.accept()
  const isProven = context.blob !== undefined && allowed.verify(context.blob, context.signature, context.hashAlgo)
  return isProven === true ? context.accept() : context.reject(['publickey'])
}

function serveSession(session: Session, options: SshServerOptions): void {
  let child: ChildProcess | undefined
  let wanted: TerminalRequest | undefined
  let terminal: ChannelTerminal | undefined
  const run = (channel: ServerChannel, command: string | undefined) => {
    if (wanted) terminal = runInTerminal(channel, command, wanted, options)
    else child = runOnChannel(channel, command, options)
  }
  session.on('pty', (accept, _reject, info) => {
    const { cols, rows, term } = info as PseudoTtyInfo & { readonly term?: string }
    wanted = { columns: cols, rows, type: term }
    accept?.()
  })
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    terminal?.resize({ columns: cols, rows })
    accept?.()
  })
  session.on('exec', (accept, _reject, info) => run(accept(), info.command))
  session.on('shell', (accept) => run(accept(), undefined))
  session.on('sftp', (accept) => serveSftp(accept(), options.home, options.refuseWrite))
  session.on('signal', (accept, _reject, info) => {
    if (child) signalGroup(child, info.name)
    accept?.()
  })
  // as sshd's AcceptEnv on most systems would take the locale only, and the steps are run in C anyway
  session.on('env', (_accept, reject) => reject?.())
}
