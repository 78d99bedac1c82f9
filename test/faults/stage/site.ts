import type { StepName } from '../../../src/shared/domain/lifecycle'
import type { Observer } from './observer'

/** One line of an effect file: an attempt of a step began there, or came past its slow part. */
export type Effect = {
  readonly rollout: string
  readonly step: StepName
  readonly attempt: number
  readonly word: 'begin' | 'done' | 'look'
}

/** A fleet as it really is, whatever a console says about it. */
export type Site = {
  readonly names: readonly string[]
  /** What ran everywhere at first. */
  readonly firstVersion: string
  readonly observer: Pick<Observer, 'report'>
  /** The version a host runs, asked of the host itself. */
  readonly versionOf: (name: string) => Promise<string | undefined> | string | undefined
  readonly isServing: (name: string) => boolean
  readonly isMuted: (name: string) => boolean
  /** Homes in which the console keeps its run directories. */
  readonly homes: () => readonly string[]
  /** What every step of a host wrote down; undefined where hosts write nothing down. */
  readonly effectsOf?: (name: string) => readonly Effect[]
  /** An entry of the environment begins like this in every process that a step started, and in no other. */
  readonly processMark?: string
}
