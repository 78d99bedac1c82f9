import { join } from 'node:path'
import { homedir } from 'node:os'
import type { BaseAgent, ParsedKey } from 'ssh2'
import { AppError } from '../../shared/errors/app-error'
import { AgentKeys } from './agent-keys'
import type { Endpoint } from './endpoint'
import { fingerprintOf, parseHostKey } from './host-key'
import { KeptLogins } from './kept-logins'
import { Passwords } from './passwords'
import { PrivateKeys, type KeyFile } from './private-keys'
import type { Prompter } from './prompter'

/** One way to log in. `label` names it to a person, without secrets. */
export type LoginWay =
  | { readonly kind: 'key'; readonly label: string; readonly key: ParsedKey }
  | { readonly kind: 'agent'; readonly label: string; readonly agent: BaseAgent }
  /** A key whose passphrase a person must give first. */
  | { readonly kind: 'locked'; readonly label: string; readonly file: string }
  | { readonly kind: 'password'; readonly label: string }
  | { readonly kind: 'keyboard'; readonly label: string }

export type LoginPlan = {
  /** In the order in which they are tried. */
  readonly ways: readonly LoginWay[]
  /** Ways that cannot be tried, with the reason; for the message when all else fails. */
  readonly problems: readonly AppError[]
}

type SecretOwners = { readonly keys: readonly string[]; readonly accounts: readonly string[] }
/** For which keys and accounts a secret is kept in memory, and in the keychain, whether it was needed yet or not. */
export type RememberedSecrets = SecretOwners & { readonly inKeychain: SecretOwners }

type IdentityParts = {
  readonly prompter?: Prompter | undefined
  /** Left out: nothing is kept but in memory. */
  readonly kept?: KeptLogins | undefined
  /** Where ~/.ssh is. Default: the home of this account. */
  readonly home?: string | undefined
}

/** The files OpenSSH tries when none is named, in its order. */
const defaultFiles = ['id_rsa', 'id_ecdsa', 'id_ed25519']

/** Who this console can be: keys, agents and passwords, and the order in which they are tried. */
export class Identities {
  readonly keys: PrivateKeys
  readonly passwords: Passwords
  readonly #prompter: Prompter | undefined
  readonly #kept: KeptLogins
  readonly #agents = new Map<string, AgentKeys>()
  readonly #home: string

  constructor(env: NodeJS.ProcessEnv, parts: IdentityParts = {}) {
    const { prompter, kept = new KeptLogins(), home = homedir() } = parts
    this.keys = new PrivateKeys(prompter, kept)
    this.passwords = new Passwords(env, prompter, kept)
    this.#prompter = prompter
    this.#kept = kept
    this.#home = home
  }

  /** What a person gave and is kept: passphrases by key file, passwords by account name. */
  get remembered(): RememberedSecrets {
    const kept = this.#kept.list()
    return {
      keys: this.keys.unlockedFiles,
      accounts: this.passwords.askedUsers,
      inKeychain: {
        keys: kept.flatMap((secret) => (secret.kind === 'passphrase' ? secret.file : [])),
        accounts: kept.flatMap((secret) => (secret.kind === 'password' ? secret.account : [])),
      },
    }
  }

  /**
   * Forget all of that, in memory and in the keychain. Connections that are open stay open.
   * @throws AppError `ssh.keychain-keeps`; memory has forgotten then
   */
  async forget(): Promise<void> {
    this.keys.forget()
    this.passwords.forget()
    await this.#kept.forgetAll()
  }

  /**
   * The ways to log in to a server: named key files (through the agent where it holds them), the agent's other keys unless
   * `IdentitiesOnly`, the default files when none is named, then keyboard-interactive and password. Asks nobody.
   */
  async plan(endpoint: Endpoint): Promise<LoginPlan> {
    const problems: AppError[] = []
    const agentKeys = await this.#listAgentKeys(endpoint, problems)
    const isNamed = endpoint.identityFiles.length > 0
    const named = isNamed ? endpoint.identityFiles : defaultFiles.map((name) => join(this.#home, '.ssh', name))
    const files = await Promise.all([...new Set(named)].map((file) => this.keys.load(file)))
    const used = new Set<ParsedKey>()
    const fileWays = files.flatMap((file) => this.#wayOf(endpoint, file, agentKeys, used, isNamed ? problems : []))
    const agentWays = endpoint.identitiesOnly
      ? []
      : agentKeys.filter((key) => !used.has(key)).map((key) => this.#agentWay(endpoint, key))
    const keyWays = isNamed ? [...fileWays, ...agentWays] : [...agentWays, ...fileWays]
    return { ways: [...withoutDoubles(keyWays), ...this.#secretWays(endpoint, problems)], problems }
  }

  #wayOf(
    endpoint: Endpoint,
    file: KeyFile,
    agentKeys: readonly ParsedKey[],
    used: Set<ParsedKey>,
    problems: AppError[],
  ): LoginWay[] {
    if (file.kind === 'unusable') {
      problems.push(new AppError('ssh.key-unreadable', { details: { file: file.file, reason: file.reason } }))
      return []
    }
    const blob = file.kind === 'ready' ? file.key.getPublicSSH() : file.publicBlob
    const held = blob && agentKeys.find((key) => key.getPublicSSH().equals(blob))
    if (held) used.add(held)
    if (file.kind === 'ready') return [{ kind: 'key', label: `key ${file.file}`, key: file.key }]
    if (held) return [this.#agentWay(endpoint, held)]
    const label = `encrypted key ${file.file}`
    if (file.canUnlock && this.keys.canAsk(file.file)) return [{ kind: 'locked', label, file: file.file }]
    problems.push(new AppError('ssh.passphrase-missing', { details: { file: file.file } }))
    return []
  }

  #agentWay(endpoint: Endpoint, key: ParsedKey): LoginWay {
    const agent = this.#agentOf(endpoint.agentSocket ?? '').only(key)
    return { kind: 'agent', label: `agent key ${key.comment || describeKey(key)}`, agent }
  }

  #secretWays(endpoint: Endpoint, problems: AppError[]): LoginWay[] {
    const { passwordEnv, user, label } = endpoint
    const password = this.passwords.find(endpoint)
    if (passwordEnv !== undefined && password === undefined) {
      problems.push(new AppError('ssh.password-missing', { details: { variable: passwordEnv, user, address: label } }))
    }
    const canTell = password !== undefined || this.passwords.canAsk(endpoint)
    const source = passwordEnv === undefined ? 'password' : `password from $${passwordEnv}`
    const ways: LoginWay[] = canTell ? [{ kind: 'password', label: source }] : []
    if (canTell || this.#prompter) ways.push({ kind: 'keyboard', label: 'keyboard-interactive' })
    return ways
  }

  async #listAgentKeys(endpoint: Endpoint, problems: AppError[]): Promise<readonly ParsedKey[]> {
    try {
      if (endpoint.agentSocket !== undefined) return await this.#agentOf(endpoint.agentSocket).list()
      if (endpoint.requiresAgent) throw new Error('SSH_AUTH_SOCK is not set')
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      const details = { host: endpoint.label, reason }
      if (endpoint.requiresAgent) problems.push(new AppError('ssh.no-agent', { details, cause }))
    }
    return []
  }

  #agentOf(socket: string): AgentKeys {
    const agent = this.#agents.get(socket) ?? new AgentKeys(socket)
    this.#agents.set(socket, agent)
    return agent
  }
}

function describeKey(key: ParsedKey): string {
  const parsed = parseHostKey(key.getPublicSSH())
  return parsed ? fingerprintOf(parsed) : key.type
}

/** Two files may hold the same key; a server counts every offer. */
function withoutDoubles(ways: readonly LoginWay[]): LoginWay[] {
  const seen = new Set<string>()
  return ways.filter((way) => {
    if (way.kind !== 'key') return true
    const blob = way.key.getPublicSSH().toString('base64')
    if (seen.has(blob)) return false
    seen.add(blob)
    return true
  })
}
