import i18next from 'i18next'
import type { GateId } from '../../../shared/domain/ids'
import type { RolloutResult } from '../../../shared/domain/rollout-event'
import { hostsOfBatch, waitingGate, type RolloutState } from '../../../shared/domain/rollout-state'
import type { Station } from '../../../shared/domain/station'

/** Names of places in a rollout, in the language of the page. Not pure: they read the chosen language. */
export const batchName = (batch: number): string =>
  batch === 0 ? i18next.t('batch.canary') : i18next.t('batch.batch', { index: batch })

export function gateName(state: Pick<RolloutState, 'settings'>, gate: GateId): string {
  const template = state.settings.gates.find(({ id }) => id === gate)
  return template ? i18next.t(`gate.${template.position}`, { batch: template.batch }) : gate
}

/** What begins when a gate opens, as the button says it. */
export function afterGate(state: RolloutState, next: Station | undefined): string {
  const ns = 'launch'
  if (!next) return i18next.t('sign.close', { ns })
  if (next.kind === 'gate') return i18next.t('sign.nextGate', { ns, gate: gateName(state, next.gate) })
  if (next.kind !== 'batch') return i18next.t('sign.goOn', { ns })
  const count = hostsOfBatch(state, next.batch).filter(({ status }) => status === 'pending').length
  if (state.settings.type === 'rollback') return i18next.t('sign.putBack', { ns, batch: next.batch, count })
  return next.batch === 0
    ? i18next.t('sign.canary', { ns, count })
    : i18next.t('sign.batch', { ns, batch: next.batch, count })
}

/** Where the rollout stands, in one sentence. */
export function positionWords(state: RolloutState): string {
  const ns = 'launch'
  const { position, stations } = state
  if (state.result) return resultWords(state, state.result)
  if (state.revoking) return i18next.t('position.revoking', { ns })
  if (state.brake) return i18next.t('position.braked', { ns })
  const gate = waitingGate(state)
  if (gate) return i18next.t('position.waiting', { ns, gate: gateName(state, gate.id) })
  const station = stations[position]
  if (!station) return i18next.t('position.closing', { ns })
  if (station.kind === 'gate') return gateName(state, station.gate)
  return i18next.t(`position.${station.kind}`, { ns, batch: batchName(station.batch) })
}

function resultWords({ settings, rolledBackBy }: RolloutState, result: RolloutResult): string {
  const ns = 'launch'
  if (rolledBackBy !== undefined) return i18next.t('position.rolledBack', { ns })
  if (result === 'succeeded' && settings.type === 'rollback') return i18next.t('position.putBack', { ns })
  return i18next.t(`position.${result}`, { ns })
}
