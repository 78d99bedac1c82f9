import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Readable } from 'node:stream'
import type { ServerChannel } from 'ssh2'
import type { ExecSurroundings } from './exec-channel'
import { runWithoutTerminal } from './plain-terminal'
import { endSession } from './process-session'

type Size = { readonly columns: number; readonly rows: number }
/** The terminal a client asks for; `type` is its $TERM. */
export type TerminalRequest = Size & { readonly type: string | undefined }
export type ChannelTerminal = { readonly resize: (size: Size) => void }

/** Says which terminal and which session it is on descriptor 3, and becomes what was asked for. */
const start = `stty cols "$COLUMNS" rows "$LINES"
unset COLUMNS LINES
echo "$$ $(tty)" >&3
exec 3>&-
[ -z "\${SSH_ORIGINAL_COMMAND+x}" ] || exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"
exec /bin/sh -i`

/**
 * Run a command, or an interactive `/bin/sh`, in a terminal of its own. The terminal is made by `script` of util-linux, as
 * Node has none; without it there is only what `plain-terminal.ts` does. Everything that runs in it ends with the channel.
 */
export function runInTerminal(
  channel: ServerChannel,
  command: string | undefined,
  wanted: TerminalRequest,
  surroundings: ExecSurroundings,
): ChannelTerminal {
  const program = findScript(surroundings.env['PATH'] ?? '')
  const env = { ...surroundings.env, ...environmentOf(command, wanted, surroundings) }
  if (program === undefined) {
    runWithoutTerminal(channel, command, { ...surroundings, env })
    return { resize: () => undefined }
  }
  const child = spawn(program, ['-qfec', start, '/dev/null'], {
    cwd: surroundings.home,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  })
  const terminal = readTerminal(child.stdio[3] as Readable, wanted)
  connect(channel, child, terminal.close)
  return terminal
}

function environmentOf(command: string | undefined, { columns, rows, type }: TerminalRequest, from: ExecSurroundings) {
  return {
    TERM: type ?? 'dumb',
    COLUMNS: `${columns}`,
    LINES: `${rows}`,
    PS1: `${from.env['USER'] ?? ''}@${basename(from.home)} $ `,
    ...(command === undefined ? {} : { SSH_ORIGINAL_COMMAND: command }),
  }
}

/** What is known of a terminal once `start` has said it; until then a new size is kept for it. */
function readTerminal(said: Readable, asked: Size) {
  let size = asked
  let path: string | undefined
  let session: number | undefined
  let isClosed = false
  const apply = () => {
    if (path === undefined || size === asked || isClosed) return
    const args = ['-F', path, 'cols', `${size.columns}`, 'rows', `${size.rows}`]
    // the terminal may be gone by now
    spawn('stty', args, { stdio: 'ignore' }).on('error', () => undefined)
  }
  let text = ''
  said.on('error', () => undefined)
  said.on('data', (bytes: Buffer) => {
    text += bytes.toString()
    // one line, and no end: `script` keeps the descriptor open
    if (!text.endsWith('\n')) return
    said.destroy()
    const [pid, device] = text.trim().split(' ')
    path = device
    session = Number(pid) || undefined
    if (isClosed && session !== undefined) endSession(session)
    apply()
  })
  return {
    resize: (wanted: Size) => {
      size = wanted
      apply()
    },
    close: () => {
      isClosed = true
      if (session !== undefined) endSession(session)
    },
  }
}

function connect(channel: ServerChannel, child: ChildProcess, close: () => void): void {
  child.stdout?.pipe(channel, { end: false })
  child.stderr?.pipe(channel.stderr, { end: false })
  if (child.stdin) channel.pipe(child.stdin).on('error', () => undefined)
  channel.on('error', () => undefined)
  channel.on('close', () => {
    close()
    child.kill('SIGHUP')
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy()
  })
  child.on('exit', (code) => channel.exit(code ?? 129))
  child.on('close', () => {
    close()
    channel.end()
  })
  child.on('error', (error) => {
    channel.stderr.write(`cannot start a terminal: ${error.message}\r\n`)
    channel.exit(126)
    channel.end()
  })
}

/** That of util-linux; the ones of other systems take other options. */
function findScript(path: string): string | undefined {
  if (process.platform !== 'linux') return undefined
  return path
    .split(':')
    .map((folder) => join(folder, 'script'))
    .find((file) => existsSync(file))
}
