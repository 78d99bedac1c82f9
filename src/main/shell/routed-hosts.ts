import type { Target } from '../ports/machine'
import type { ShellHost, ShellHosts } from './shell-channel'

/** Sends each target to the adapter that reaches it: this machine, or SSH. */
export class RoutedShellHosts implements ShellHosts {
  readonly #local: ShellHost
  readonly #remote: ShellHosts

  constructor(local: ShellHost, remote: ShellHosts) {
    this.#local = local
    this.#remote = remote
  }

  get(target: Target): ShellHost {
    return target.kind === 'local' ? this.#local : this.#remote.get(target)
  }

  get isUnderPressure(): boolean {
    return this.#remote.isUnderPressure
  }

  onPressure(listener: () => void): void {
    this.#remote.onPressure(listener)
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#local.dispose(), this.#remote.dispose()])
  }
}
