import { randomBytes } from 'node:crypto'
import { AppError } from '../../shared/errors/app-error'
import { buildOneShot } from '../commands/one-shot-script'
import type { QueryResult } from '../ports/shell'
import type { ShellChannel, ShellHost } from './shell-channel'

/** As much as a query may say. */
const longestOutputBytes = 1024 * 1024

/**
 * Run a script in a shell of its own that ends with it: for one command on many hosts, where an agent that stays for more
 * would cost more than the command.
 * @throws AppError `ssh.*`, `remote.shell-lost`, `remote.output-too-large`; the signal's reason when aborted
 */
export async function runOneShot(
  host: ShellHost,
  hostName: string,
  script: string,
  signal: AbortSignal,
): Promise<QueryResult> {
  const mark = randomBytes(16).toString('hex')
  const channel = await host.openShell(signal)
  const abort = () => channel.close()
  signal.addEventListener('abort', abort, { once: true })
  try {
    const [stdout, stderr] = await collect(channel, hostName, () => channel.write(buildOneShot(script, mark)))
    signal.throwIfAborted()
    return parse(stdout, stderr, mark, hostName)
  } finally {
    signal.removeEventListener('abort', abort)
    channel.close()
  }
}

/** Everything the shell says until it is gone. */
function collect(channel: ShellChannel, host: string, start: () => void): Promise<readonly [string, string]> {
  return new Promise((resolve, reject) => {
    const chunks: { readonly out: Buffer[]; readonly err: Buffer[] } = { out: [], err: [] }
    let size = 0
    const keep = (to: Buffer[]) => (bytes: Buffer) => {
      to.push(bytes)
      size += bytes.length
      if (size <= longestOutputBytes) return
      reject(new AppError('remote.output-too-large', { details: { host, limitBytes: longestOutputBytes } }))
      channel.close()
    }
    channel.onStdout(keep(chunks.out))
    channel.onStderr(keep(chunks.err))
    channel.onClose(() => resolve([Buffer.concat(chunks.out).toString(), Buffer.concat(chunks.err).toString()]))
    start()
  })
}

function parse(stdout: string, stderr: string, mark: string, host: string): QueryResult {
  const end = stdout.lastIndexOf(`${mark} `)
  if (end < 0)
    throw new AppError('remote.shell-lost', { details: { host, output: (stderr || stdout).slice(-300).trim() } })
  return {
    exitCode: Number(stdout.slice(end + mark.length + 1)),
    stdout: between(stdout, mark, end),
    stderr: between(stderr, mark, stderr.lastIndexOf(mark)),
  }
}

/** What stands after the first mark and before `end`. */
function between(text: string, mark: string, end: number): string {
  const start = text.indexOf(mark) + mark.length + 1
  return end < start ? '' : text.slice(start, end)
}
