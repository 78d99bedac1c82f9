import { once } from 'node:events'
import { quote } from 'shlex'
import type { ClientChannel } from 'ssh2'
import type { Connection } from './connection'
import type { OpenPush } from './push'
import { runScript } from './run-script'
import { shellCommand } from './ssh-shell'

const chunkBytes = 128 * 1024
/** Before what we print: a login shell may greet. */
const mark = 'lastmile-push:'

/** Send an open file through `cat` in a shell, for servers without SFTP; see `pushFile`. */
export async function pushOverShell(connection: Connection, push: OpenPush): Promise<void> {
  const { signal } = push
  const part = wordOf(push.partPath)
  const heldBytes = Number(await ask(connection, prepareScript(push, part), signal))
  // bytes arrive in order, so a part that is not too long is a beginning
  const fromBytes = heldBytes <= push.sizeBytes ? heldBytes : 0
  push.onProgress(fromBytes)
  await sendTail(
    connection,
    push,
    fromBytes,
    `${fromBytes === 0 ? `: > ${part} && ` : ''}echo ${mark}go && exec cat >> ${part}`,
  )
  const answer = await ask(connection, finishScript(push, part), signal)
  if (answer !== 'done') throw new Error(`${answer} of ${push.sizeBytes} bytes arrived`)
}

function prepareScript(push: OpenPush, part: string): string {
  const slash = push.partPath.lastIndexOf('/')
  const makeDirectory = slash > 0 ? `mkdir -p -- ${wordOf(push.partPath.slice(0, slash))} || exit 1\n` : ''
  return `${makeDirectory}if [ -f ${part} ]; then n=$(wc -c < ${part}) || exit 1; else n=0; fi\necho ${mark}$n\n`
}

function finishScript(push: OpenPush, part: string): string {
  const target = wordOf(push.remotePath)
  return `n=$(wc -c < ${part}) || exit 1
if [ "$n" -ne ${push.sizeBytes} ]; then echo ${mark}$n; exit 0; fi
if [ -d ${target} ]; then echo "$PWD: the target is a directory" >&2; exit 1; fi
chmod ${push.mode.toString(8)} ${part} && mv -f -- ${part} ${target} && echo ${mark}done
`
}

/** The word after the mark. */
async function ask(connection: Connection, script: string, signal: AbortSignal | undefined): Promise<string> {
  const { stdout, stderr, exitCode } = await runScript(connection, script, signal)
  const answer = new RegExp(`^${mark}\\s*(\\S+)\\s*$`, 'm').exec(stdout)?.[1]
  if (answer === undefined) throw new Error(stderr.trim().split('\n').at(-1) || `exit ${exitCode}`)
  return answer
}

/** Data follows the script only when `cat` is about to read it: some shells read ahead on a pipe. */
async function sendTail(connection: Connection, push: OpenPush, fromBytes: number, script: string): Promise<void> {
  const stream = await connection.exec(shellCommand)
  const abort = () => stream.close()
  push.signal?.addEventListener('abort', abort, { once: true })
  try {
    push.signal?.throwIfAborted()
    const closed = waitForExit(stream)
    const ready = waitForMark(stream)
    stream.write(`${script}\n`)
    await Promise.race([ready, closed])
    for (let at = fromBytes; at < push.sizeBytes; at += chunkBytes) {
      push.signal?.throwIfAborted()
      const length = Math.min(chunkBytes, push.sizeBytes - at)
      const { buffer, bytesRead } = await push.source.read(Buffer.allocUnsafe(length), 0, length, at)
      if (bytesRead < length) throw new Error('the file became shorter while it was sent')
      if (!stream.write(buffer)) await Promise.race([once(stream, 'drain'), closed])
      push.onProgress(at + length)
    }
    stream.end()
    await closed
  } finally {
    push.signal?.removeEventListener('abort', abort)
    stream.close()
  }
}

/** Rejects with the last words when the exit code is not 0. */
function waitForExit(stream: ClientChannel): Promise<void> {
  let lastWords = ''
  stream.stderr.on('data', (bytes: Buffer) => (lastWords = `${lastWords}${bytes.toString()}`.slice(-500)))
  const closed = new Promise<void>((resolve, reject) => {
    stream.once('close', (code?: number | null) => {
      if (code === 0) resolve()
      else reject(new Error(lastWords.trim() || `the shell ended with ${code ?? 'no exit code'}`))
    })
  })
  // it may fail while nobody is at the race
  closed.catch(() => undefined)
  return closed
}

function waitForMark(stream: ClientChannel): Promise<void> {
  return new Promise((resolve) => {
    let text = ''
    stream.on('data', (bytes: Buffer) => {
      text = `${text}${bytes.toString()}`.slice(-4_096)
      if (text.includes(`${mark}go`)) resolve()
    })
  })
}

/** A path as one word that no command takes for an option. */
function wordOf(path: string): string {
  if (path.includes('\0')) throw new Error('a path cannot hold a NUL character')
  return quote(path.startsWith('-') ? `./${path}` : path)
}
