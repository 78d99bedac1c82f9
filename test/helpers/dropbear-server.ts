import { execFileSync, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ThrowAwayUser } from './throw-away-user'
import { endProcess, findFreePort, findProgram, isRoot, makeKey, spawnServer, waitForPort } from './ssh-fixture'

export type DropbearServer = {
  readonly port: number
  readonly user: string
  readonly dir: string
  readonly keyPath: string
  readonly hostKeyFingerprint: string
  readonly knownHostsPath: string
  log(): string
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Why no Dropbear can be started here; undefined when it can. It reads keys from a home only, so it needs a throw-away user. */
export const dropbearMissing =
  findProgram('dropbear') && findProgram('dropbearkey')
    ? isRoot
      ? undefined
      : 'dropbear reads authorized keys from the home of a user only; run as root'
    : 'dropbear is not installed (apt-get install dropbear)'

/**
 * Start a real Dropbear on a free port, with its own host key. It reads authorized keys from the account's home only, so
 * the account must be a throw-away user (root creates one, see throw-away-user.ts) whose home this writes to.
 */
export async function startDropbearServer(account: ThrowAwayUser): Promise<DropbearServer> {
  const dir = mkdtempSync(join(tmpdir(), 'lm-dropbear-'))
  const port = await findFreePort()
  const hostKey = join(dir, 'host_ed25519')
  execFileSync(findProgram('dropbearkey') ?? 'dropbearkey', ['-t', 'ed25519', '-f', hostKey], { stdio: 'pipe' })
  const publicKey = execFileSync(findProgram('dropbearkey') ?? 'dropbearkey', ['-y', '-f', hostKey], {
    encoding: 'utf8',
  })
  const [, blob = ''] = /^ssh-ed25519 (\S+)/m.exec(publicKey) ?? []
  const keyPath = join(dir, 'id_ed25519')
  makeKey(keyPath, 'ed25519')
  authorize(account, readFileSync(`${keyPath}.pub`, 'utf8'))
  const knownHostsPath = join(dir, 'known_hosts')
  writeFileSync(knownHostsPath, `[*]:${port} ssh-ed25519 ${blob}\n`)
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64')
  let log = ''
  const start = async (): Promise<ChildProcess> => {
    const args = ['-F', '-E', '-r', hostKey, '-p', `0.0.0.0:${port}`, '-P', join(dir, 'pid')]
    const child = spawnServer('dropbear', args)
    child.stderr?.on('data', (bytes: Buffer) => (log += bytes.toString()))
    await waitForPort(port, child, () => log)
    return child
  }
  let child = await start()
  return {
    port,
    user: account.name,
    dir,
    keyPath,
    hostKeyFingerprint: `SHA256:${digest.replace(/=+$/, '')}`,
    knownHostsPath,
    log: () => log,
    restart: async () => {
      await endWithSessions(child)
      child = await start()
    },
    stop: async () => {
      await endWithSessions(child)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function authorize(account: ThrowAwayUser, publicKey: string): void {
  const folder = join(account.home, '.ssh')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, 'authorized_keys'), publicKey, { mode: 0o600, flag: 'a' })
  execFileSync('chown', ['-R', `${account.uid}:${account.gid}`, folder])
}

/** Dropbear forks one process per session; they are its children and named like it. */
async function endWithSessions(child: ChildProcess): Promise<void> {
  const path = `/proc/${child.pid}/task/${child.pid}/children`
  for (const pid of readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  await endProcess(child)
}
