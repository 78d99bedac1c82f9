import { setTimeout } from 'node:timers/promises'
import { gateTemplate } from '../../../shared/domain/decide-gate'
import { waitingGate, type GateState, type RolloutState } from '../../../shared/domain/rollout-state'
import { AppError } from '../../../shared/errors/app-error'
import { fleetApp, fleetEnvironment } from '../../demo/fleet-spec'
import { newVersion } from '../../demo/fleet'
import type { ConsoleClient } from '../../ipc/console-client'
import type { Colors } from '../cli'
import { isAtRest } from '../follow-end'
import { JournalFeed } from '../journal-feed'
import { answerOf, releaser, signerOf } from './demo-people'
import type { DemoTeller } from './demo-teller'
import { lastWords } from './last-words'
import { rollbackWords, troubleWords, wroteBlock } from './trouble-words'

/** What a demo that answers itself plays with. */
export type Play = {
  readonly client: ConsoleClient
  readonly teller: DemoTeller
  readonly colors: Colors
  readonly signal: AbortSignal
}

/** An item that does not hold is looked at again: what failed is forgotten by the error rate after ten seconds. */
const signTries = 15
const signAgainMs = 1_000

/** Release the new version; when it cannot go on, put back with one command what ran before. */
export async function playDemo(play: Play): Promise<void> {
  const { client } = play
  const wanted = { app: fleetApp, environment: fleetEnvironment, version: newVersion, by: releaser }
  const { rollout } = await client.request('rollout:start', wanted)
  const state = await playRollout(play, rollout)
  if (state.result === undefined) await rollBack(play, state)
}

async function rollBack(play: Play, state: RolloutState): Promise<void> {
  const { client, teller, colors } = play
  const { rollout } = state.settings
  const wrote = await lastWords(client, state)
  teller.say([...wroteBlock(wrote, colors), ...troubleWords(state, colors), ...rollbackWords(state, colors)])
  const reason = state.brake?.reason ?? 'a gate stays shut'
  try {
    const back = await client.request('rollout:rollback', { rollout, by: releaser, reason })
    await playRollout(play, back.rollout)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'rollout.nothing-to-roll-back') throw error
    teller.say(['', `  ${error.message}`])
    await client.request('rollout:revoke', { rollout, by: releaser, reason })
  }
}

/** Follow one rollout and sign its gates, until it is over or needs somebody who decides. */
async function playRollout({ client, teller, signal }: Play, rollout: string): Promise<RolloutState> {
  const feed = new JournalFeed(client, rollout, (row, after) => teller.row(row, after))
  try {
    await feed.open()
    for (;;) {
      await feed.until(isAtRest, signal)
      signal.throwIfAborted()
      const { state } = feed
      const gate = waitingGate(state)
      if (state.result !== undefined || state.brake !== undefined || !gate) {
        teller.atRest(state)
        return state
      }
      const refusal = await signPatiently(client, state, gate, signal)
      await feed.catchUp()
      if (refusal === undefined) continue
      teller.shut(feed.state, refusal.message)
      return feed.state
    }
  } finally {
    feed.close()
  }
}

/** Answer and sign; undefined when that worked, else why the gate stays shut. */
async function signPatiently(
  client: ConsoleClient,
  state: RolloutState,
  gate: GateState,
  signal: AbortSignal,
): Promise<AppError | undefined> {
  const { rollout, type } = state.settings
  const by = signerOf(type)
  for (const item of gateTemplate(state, gate.id)?.items ?? []) {
    const answer = answerOf(item)
    if (answer !== undefined) await client.request('rollout:answer', { rollout, item: item.id, answer, by })
  }
  for (let tries = 1; ; tries += 1) {
    try {
      await client.request('rollout:sign', { rollout, by })
      return undefined
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'gate.items-open') throw error
      if (tries >= signTries || isHopeless(error)) return error
    }
    await setTimeout(signAgainMs, undefined, { signal })
  }
}

/** A debt that stays is settled by a person, not by time. */
const isHopeless = ({ details }: AppError): boolean => String(details['items']).startsWith('no-open-debts')
