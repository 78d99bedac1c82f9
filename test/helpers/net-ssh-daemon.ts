import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram, makeKey } from './ssh-fixture'

/** An ssh daemon on port 22 of a host of its own; see `NetHost`. */
export interface SshDaemon {
  readonly processName: string
  readonly pidFile: string
  /** `type base64` of its host key. */
  readonly hostKey: string
  /** Starts it in the background. */
  command(): readonly [program: string, args: readonly string[]]
  log(): string
  /** Make a new host key; it is used after a restart. */
  changeHostKey(): void
}

export class OpensshDaemon implements SshDaemon {
  readonly processName = 'sshd'
  readonly #dir: string

  constructor(dir: string, authorizedKey: string, config: readonly string[]) {
    this.#dir = dir
    makeKey(this.#key, 'ed25519')
    writeFileSync(join(dir, 'authorized_keys'), `${authorizedKey.trim()}\n`)
    // of most keywords the first value counts, but of MaxStartups the last
    const given = new Set(config.map(keywordOf))
    const usual = this.#config().filter((line) => !given.has(keywordOf(line)))
    writeFileSync(join(dir, 'sshd_config'), [...config, ...usual, ''].join('\n'))
  }

  get pidFile(): string {
    return join(this.#dir, 'sshd.pid')
  }

  get hostKey(): string {
    return readFileSync(`${this.#key}.pub`, 'utf8').split(' ').slice(0, 2).join(' ')
  }

  command(): readonly [string, readonly string[]] {
    return ['sshd', ['-f', join(this.#dir, 'sshd_config'), '-E', join(this.#dir, 'sshd.log')]]
  }

  log(): string {
    return readIfAny(join(this.#dir, 'sshd.log'))
  }

  changeHostKey(): void {
    for (const file of [this.#key, `${this.#key}.pub`]) rmSync(file)
    makeKey(this.#key, 'ed25519')
  }

  get #key(): string {
    return join(this.#dir, 'host_ed25519')
  }

  #config(): string[] {
    return [
      'Port 22',
      `HostKey ${this.#key}`,
      `AuthorizedKeysFile ${this.#dir}/authorized_keys`,
      `PidFile ${this.pidFile}`,
      'StrictModes no',
      'UsePAM no',
      'UseDNS no',
      'PrintMotd no',
      'LogLevel VERBOSE',
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'MaxStartups 100',
      'MaxSessions 20',
      'Subsystem sftp internal-sftp',
    ]
  }
}

/** It reads authorized keys from the home only, and that one belongs to the host. It has no sftp. */
export class DropbearDaemon implements SshDaemon {
  readonly processName = 'dropbear'
  readonly #dir: string

  constructor(dir: string, home: string, authorizedKey: string) {
    this.#dir = dir
    mkdirSync(join(home, '.ssh'), { mode: 0o700 })
    writeFileSync(join(home, '.ssh/authorized_keys'), `${authorizedKey.trim()}\n`, { mode: 0o600 })
    this.changeHostKey()
  }

  get pidFile(): string {
    return join(this.#dir, 'dropbear.pid')
  }

  get hostKey(): string {
    const text = execFileSync(findProgram('dropbearkey') ?? 'dropbearkey', ['-y', '-f', this.#key], {
      encoding: 'utf8',
    })
    return /^ssh-ed25519 \S+/m.exec(text)?.[0] ?? ''
  }

  command(): readonly [string, readonly string[]] {
    return ['dropbear', ['-r', this.#key, '-p', '22', '-P', this.pidFile]]
  }

  log(): string {
    return 'dropbear logs to syslog'
  }

  changeHostKey(): void {
    rmSync(this.#key, { force: true })
    const args = ['-t', 'ed25519', '-f', this.#key]
    execFileSync(findProgram('dropbearkey') ?? 'dropbearkey', args, { stdio: 'pipe' })
  }

  get #key(): string {
    return join(this.#dir, 'host_ed25519')
  }
}

const keywordOf = (line: string): string => line.split(' ')[0] ?? ''
const readIfAny = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '')
