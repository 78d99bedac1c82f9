import type { SecretKeeper, SshOptions } from '../ports'
import { Redactor } from './redactor'

/** Hides the passwords that environment variables hold (`ssh.passwordEnv`). */
export class EnvironmentSecrets implements SecretKeeper {
  readonly #env: Readonly<Record<string, string | undefined>>

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env
  }

  openFilter({ passwordEnv }: Pick<SshOptions, 'passwordEnv'>): Redactor {
    return new Redactor([(passwordEnv !== undefined && this.#env[passwordEnv]) || ''])
  }

  hide(text: string, ssh: Pick<SshOptions, 'passwordEnv'>): string {
    const filter = this.openFilter(ssh)
    return Buffer.concat([filter.push(Buffer.from(text)), filter.end()]).toString()
  }
}
