/** A machine a command can run on, with everything that is needed to reach it. */
export type Machine = {
  readonly kind: 'ssh'
  /** Unique for connections: two machines with the same key share one connection. */
  readonly name: string
  readonly address: string
  readonly port?: number | undefined
  readonly user?: string | undefined
  readonly ssh: SshOptions
  /** A whole rollout waits for it, as for the host of its lock or a load balancer: reached ahead of hosts, and beside their cap. */
  readonly goesFirst?: boolean | undefined
}

export type Target = Machine | { readonly kind: 'local' }

/** How to reach the machines of an environment; from `ssh:` in lastmile.yml. */
export type SshOptions = {
  readonly user?: string | undefined
  readonly port?: number | undefined
  readonly identityFiles?: readonly string[] | undefined
  /** `user@host:port` or an alias of ~/.ssh/config; several, separated by commas, are a chain. */
  readonly jump?: string | undefined
  readonly configFile?: string | undefined
  readonly knownHostsFile?: string | undefined
  readonly hostKeys?: 'ask' | 'strict' | 'accept-new' | undefined
  readonly useAgent?: boolean | undefined
  /** Name of the environment variable that holds the password. */
  readonly passwordEnv?: string | undefined
  readonly connectTimeoutMs?: number | undefined
}

/** How a machine is called in sentences. Pure. */
export function hostNameOf(target: Target): string {
  return target.kind === 'local' ? 'this machine' : target.name
}
