import type { SystemTool } from '../tools/system-tools'
import type { Lab } from './lab'

/** Which part of the world fails. The folder of a kind, and the first word of its id. */
export const faultGroups = [
  'console',
  'consoles',
  'network',
  'hosts',
  'storage',
  'logs',
  'traffic',
  'secrets',
  'model',
] as const
export type FaultGroup = (typeof faultGroups)[number]

/** What a kind needs of the machine; where it lacks something the kind is skipped, and that is reported. */
export type Need = SystemTool | 'root' | 'netns' | 'tc' | 'iptables' | 'prlimit' | 'loopback-range'

/** One kind of fault: what goes wrong, and what must be true nevertheless. */
export type Fault = {
  /** `<group>.<what>`, such as `network.cut-mid-output`; its file is `kinds/<group>/<what>.ts`. */
  readonly id: `${FaultGroup}.${string}`
  /** What goes wrong, in a few words. */
  readonly title: string
  readonly needs?: readonly Need[]
  /** Also in the short form that CI runs: it must matter, and take some seconds. */
  readonly isShort?: boolean
  /** When it takes longer than this it has failed. Left out: `usualLimitMs`. */
  readonly limitMs?: number
  /** Make it happen and see what comes of it. Anything that is thrown means that an invariant does not hold. */
  readonly run: (lab: Lab) => Promise<FaultReport>
}

/** A rollout over a few hosts takes 3 to 10 s here; a machine that is busy with other kinds takes some times longer. */
export const usualLimitMs = 120_000

export type FaultReport = {
  /** How often the fault was injected. */
  readonly times: number
  /** What came of it, as a sentence. */
  readonly outcome: string
  /** Names of the invariants that were checked and held; `stage.assertTruth()` returns its own. */
  readonly checked: readonly string[]
}
