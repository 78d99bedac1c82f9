import { fromWireError } from '../../shared/errors/app-error'
import type { Handlers, Output, RawInput, RequestName } from '../../shared/ipc/contract'
import type { Push, PushName } from '../../shared/ipc/events'
import type { ConsoleClient } from './console-client'
import type { PushHub } from './push-hub'
import { dispatch } from './router'

/** A console in this process, spoken to exactly as one behind a socket: the same parsing, the same errors. */
export class LocalClient implements ConsoleClient {
  readonly isOwner = true
  readonly #handlers: Handlers
  readonly #pushes: PushHub
  readonly #dispose: () => Promise<void>

  constructor(handlers: Handlers, pushes: PushHub, dispose: () => Promise<void>) {
    this.#handlers = handlers
    this.#pushes = pushes
    this.#dispose = dispose
  }

  async request<N extends RequestName>(name: N, input: RawInput<N>): Promise<Output<N>> {
    const result = await dispatch(this.#handlers, name, input)
    if (!result.ok) throw fromWireError(result.error)
    return result.value as Output<N>
  }

  onPush<N extends PushName>(name: N, listener: (push: Push<N>) => void): () => void {
    return this.#pushes.listen((pushed, payload) => {
      if (pushed === name) listener(payload as Push<N>)
    })
  }

  close(): Promise<void> {
    return this.#dispose()
  }
}
