import type { Push, PushName } from '../../shared/ipc/events'
import type { Output, RawInput, RequestName } from '../../shared/ipc/contract'

/** How a door speaks to the console, be it in this process or behind the control socket. */
export interface ConsoleClient {
  /**
   * Make a request.
   * @throws AppError with the console's code and details; `console.connection-lost` when the console went away
   */
  request<N extends RequestName>(name: N, input: RawInput<N>): Promise<Output<N>>
  /** Hear of what the console says unasked. Returns the way to stop listening. */
  onPush<N extends PushName>(name: N, listener: (push: Push<N>) => void): () => void
  /** True when the console lives in this process and ends with it. */
  readonly isOwner: boolean
  /** Let go. A console in this process is closed: remote steps go on, its rollouts wait to be resumed. */
  close(): Promise<void>
}
