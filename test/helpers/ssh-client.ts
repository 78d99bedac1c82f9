import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Machine, SshOptions } from '../../src/main/ports/machine'
import type { KeychainState } from '../../src/main/ports/login-keychain'
import type { HostKeyAnswer, HostKeyQuestion, Prompter, SecretAnswer } from '../../src/main/ssh/prompter'
import { SshHosts, type SshHostsOptions } from '../../src/main/ssh/ssh-hosts'
import type { ShellChannel } from '../../src/main/shell/shell-channel'
import { makeKeyPair } from './scripted-ssh-server'
import { tempFolder } from './temp-folder'

/** Answers from a list, and remembers what was asked. */
export class ScriptedPrompter implements Prompter {
  readonly secretsAsked: string[] = []
  /** What was said of the keychain with each of them. */
  readonly keychains: (KeychainState | undefined)[] = []
  /** Whether what is given from now on is to be kept. */
  isToKeep = false
  readonly keysAsked: HostKeyQuestion[] = []
  readonly #secrets: (string | undefined)[]
  readonly #hostKey: HostKeyAnswer
  constructor(secrets: readonly (string | undefined)[] = [], hostKey: HostKeyAnswer = false) {
    this.#secrets = [...secrets]
    this.#hostKey = hostKey
  }
  async askSecret(question: string, keychain?: KeychainState): Promise<SecretAnswer | undefined> {
    this.secretsAsked.push(question)
    this.keychains.push(keychain)
    const secret = this.#secrets.shift()
    return secret === undefined ? undefined : { secret, isToKeep: this.isToKeep }
  }
  async askHostKey(question: HostKeyQuestion): Promise<HostKeyAnswer> {
    this.keysAsked.push(question)
    return this.#hostKey
  }
}

export type TestClient = {
  readonly hosts: SshHosts
  readonly home: string
  readonly keyPath: string
  readonly publicKey: string
}

/** `SshHosts` with an empty home and data folder, an ed25519 key and no environment; disposed of after the test. */
export function openTestClient(options: Partial<SshHostsOptions> = {}): TestClient {
  const home = tempFolder()
  const keyPath = join(home, 'id_test')
  const pair = makeKeyPair()
  writeFileSync(keyPath, pair.private, { mode: 0o600 })
  const hosts = new SshHosts({ dataDir: home, home, env: {}, ...options })
  onTestFinished(() => hosts.dispose())
  return { hosts, home, keyPath, publicKey: pair.public }
}

/** A machine on loopback that takes new host keys, unless told otherwise. */
export function testMachine(port: number, ssh: SshOptions = {}, name = 'web-01', address = '127.0.0.1'): Machine {
  const options = {
    user: 'deploy',
    hostKeys: 'accept-new',
    configFile: 'none',
    connectTimeoutMs: 10_000,
    ...ssh,
  } as const
  return { kind: 'ssh', name, address, port, ssh: options }
}

/** Write to a shell and wait until its output holds the text. */
export function converse(shell: ShellChannel, input: string, expected: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    shell.onStdout((bytes) => {
      output += bytes.toString()
      if (output.includes(expected)) resolve(output)
    })
    shell.onClose((cause) => reject(cause ?? new Error(`closed after ${JSON.stringify(output)}`)))
    shell.write(input)
  })
}

/** What `onClose` is called with. */
export function closingOf(shell: ShellChannel): Promise<Error | undefined> {
  return new Promise((resolve) => shell.onClose(resolve))
}
