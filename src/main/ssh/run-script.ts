import type { Connection } from './connection'
import { shellCommand } from './ssh-shell'

export type ScriptResult = {
  /** Null when the shell ended without one (a signal, a lost connection). */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** More than any script of this folder prints; the rest is dropped. */
const maxOutputChars = 64 * 1024

/** Run a short POSIX script in a `/bin/sh` of its own. Output that a login shell prints first is part of `stdout`. */
export async function runScript(connection: Connection, script: string, signal?: AbortSignal): Promise<ScriptResult> {
  const stream = await connection.exec(shellCommand)
  const abort = () => stream.close()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await new Promise((resolve) => {
      let stdout = ''
      let stderr = ''
      stream.on('data', (bytes: Buffer) => (stdout = `${stdout}${bytes.toString()}`.slice(0, maxOutputChars)))
      stream.stderr.on('data', (bytes: Buffer) => (stderr = `${stderr}${bytes.toString()}`.slice(0, maxOutputChars)))
      stream.once('close', (code?: number | null) => resolve({ exitCode: code ?? null, stdout, stderr }))
      stream.end(script)
      if (signal?.aborted) abort()
    })
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}
