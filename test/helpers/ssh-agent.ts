import { execFileSync, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { endProcess } from './ssh-fixture'
import { tempFolder } from './temp-folder'

export type Agent = { readonly socket: string; add(keyPath: string, passphrase: string): void }

/** A real ssh-agent with no keys, for one test. */
export async function startAgent(): Promise<Agent> {
  const folder = tempFolder()
  const socket = join(folder, 'agent')
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  onTestFinished(() => endProcess(child))
  for (let i = 0; !existsSync(socket); i++) {
    if (i > 500) throw new Error('ssh-agent did not start')
    await delay(10)
  }
  const add = (keyPath: string, passphrase: string) => {
    const askPath = join(folder, 'ask')
    writeFileSync(askPath, `#!/bin/sh\necho '${passphrase}'\n`, { mode: 0o700 })
    const env = { ...process.env, SSH_AUTH_SOCK: socket, SSH_ASKPASS: askPath, SSH_ASKPASS_REQUIRE: 'force' }
    execFileSync('ssh-add', [keyPath], { env, stdio: 'pipe' })
  }
  return { socket, add }
}
