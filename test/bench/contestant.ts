import type { SystemTool } from '../tools/system-tools.ts'
import type { Run } from './measure.ts'

/** One way to do the work that is measured. */
export type Contestant = {
  readonly name: string
  readonly needs: readonly SystemTool[]
  /** Do the work once; cleans up before, never within what is measured. */
  readonly run: () => Run
  /** Undefined when the work was done on every host, otherwise what is wrong. */
  readonly findFault: (run: Run) => string | undefined
}
