import ssh2 from 'ssh2'
import type { IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2'

/** One listing serves the handshakes of a whole batch; a key that was just added is seen soon. */
const freshForMs = 3_000

/** A running ssh-agent. */
export class AgentKeys {
  readonly #agent: InstanceType<typeof ssh2.OpenSSHAgent>
  #listed: { readonly atMs: number; readonly keys: Promise<ParsedKey[]> } | undefined

  constructor(socketPath: string) {
    this.#agent = new ssh2.OpenSSHAgent(socketPath)
  }

  /** Its public keys of types that can be used here. Rejects when nobody answers. */
  list(): Promise<ParsedKey[]> {
    if (this.#listed && Date.now() - this.#listed.atMs < freshForMs) return this.#listed.keys
    const keys = new Promise<ParsedKey[]>((resolve, reject) => {
      this.#agent.getIdentities((error, found) => {
        if (error) reject(error)
        else resolve((found ?? []).filter(isParsedKey))
      })
    })
    this.#listed = { atMs: Date.now(), keys }
    // a failed listing is not worth keeping
    keys.catch(() => (this.#listed = undefined))
    return keys
  }

  /** An agent that offers only this key: keys are tried in our order, one by one. */
  only(key: ParsedKey): InstanceType<typeof ssh2.BaseAgent> {
    return new OneKeyAgent(this.#agent, key)
  }
}

class OneKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #agent: InstanceType<typeof ssh2.OpenSSHAgent>
  readonly #key: ParsedKey

  constructor(agent: InstanceType<typeof ssh2.OpenSSHAgent>, key: ParsedKey) {
    super()
    this.#agent = agent
    this.#key = key
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    callback(undefined, [this.#key])
  }

  override sign(
    key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    if (typeof options === 'function') this.#agent.sign(key, data, {}, options)
    else this.#agent.sign(key, data, options, callback)
  }
}

function isParsedKey(key: unknown): key is ParsedKey {
  return typeof key === 'object' && key !== null && 'getPublicSSH' in key
}
