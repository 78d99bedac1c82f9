import type { DemoStatus } from '../shared/ipc/requests/console-requests'
import type { ConsoleClient } from './ipc/console-client'

/** The embedded fleet, as far as a console knows of it. Only doors bring one along. */
export interface DemoPort {
  status(): DemoStatus
  /** Begin to start it. @throws AppError `demo.*` when it is started already, or cannot be as it is asked for */
  start(wishes: { readonly hosts: number; readonly fail: readonly string[] }): DemoStatus
  /** End it and take it out of the console. Harmless when there is none. */
  stop(): Promise<DemoStatus>
  /** The console ends: end the fleet without a word to it. */
  close(): Promise<void>
}

/** What a demo finds around it. */
export type DemoSurroundings = {
  readonly client: Pick<ConsoleClient, 'request'>
  /** End a rollout whose machines are gone for good. */
  readonly abandon: (rollout: string, by: string, reason: string) => Promise<void>
  readonly onChange: (status: DemoStatus) => void
}

export type OpenDemo = (surroundings: DemoSurroundings) => DemoPort
