import type { HostName } from '../../../src/shared/domain/ids'
import type { RolloutEvent } from '../../../src/shared/domain/rollout-event'
import { must } from './broken'
import type { Model, ModelRollout } from './model'
import type { TrueHost } from './world'

/** Compare the true world with what the journals say. @throws Broken */
export function assertWorld(model: Model): void {
  for (const host of model.world.hosts.values()) assertHost(model, host)
  for (const attempt of model.world.running) {
    const { ledger } = model.find(attempt.rollout)
    const known = ledger.running.get(attempt.host)
    const isStep = attempt.label === undefined
    const isKnown = isStep
      ? (known?.step === attempt.step && known.attempt === attempt.number) ||
        ledger.lost.get(attempt.host)?.has(`${attempt.step}.${attempt.number}`)
      : ledger.tries.get(attempt.host)?.attempt === attempt.number
    must(isKnown === true, 'the picture of every host is right', () => `${attempt.key} runs, and no journal says so`)
  }
}

function assertHost(model: Model, host: TrueHost): void {
  const { name, isServing, isDown, isMuted, isVerified } = host
  const isOut = !isServing && !isDown
  if (isOut) assertOwed(model, name, 'drain')
  if (isMuted) assertOwed(model, name, 'mute')
  if (model.scenario.effects === 'mute' || model.world.onSomebodysWord.has(`${name} drain`)) return
  must(!isServing || isVerified, 'nothing unverified serves', () => `${name} serves and was not verified`)
}

function assertOwed(model: Model, host: HostName, kind: 'mute' | 'drain'): void {
  const isOwed = model.rollouts.some(({ ledger }) => ledger.owes(host, kind))
  must(
    isOwed || model.world.onSomebodysWord.has(`${host} ${kind}`),
    'a debt is written before its effect, and kept',
    () => `${host} is ${kind === 'mute' ? 'muted' : 'out of traffic'} and nothing is owed for it`,
  )
}

/** What must be true of hosts that are not on their way. @throws Broken */
export function assertRest(model: Model, { state, ledger }: ModelRollout): void {
  for (const host of Object.values(state.hosts)) {
    const truth = model.world.host(host.name)
    const isMoving = host.status === 'running' || host.status === 'undoing'
    must(
      isMoving === ledger.running.has(host.name),
      'the picture of every host is right',
      () =>
        `${host.name} is ${host.status}, and the journal says ${ledger.running.get(host.name)?.step ?? 'nothing'} runs`,
    )
    if (isMoving || model.world.onSomebodysWord.has(`${host.name} drain`)) continue
    // an admit that failed half-way may have put it in; nothing but that may be wrong
    const isBelieved = !host.isServing || truth.isServing || truth.isDown
    must(isBelieved, 'the picture of every host is right', () => `${host.name} is believed to serve and does not`)
    const isDone = host.status === 'succeeded' || host.status === 'skipped'
    const isThere = !isDone || truth.version === host.target.version || ledger.result !== undefined
    must(isThere, 'the picture of every host is right', () => `${host.name} is done and runs ${truth.version}`)
  }
}

type CameToRest = Extract<RolloutEvent, { kind: 'host-rested' | 'host-returned' }>

/** A host that was stopped is where it came from: it serves if it did, and nothing was silenced for nothing. @throws Broken */
export function assertReturned(model: Model, { kind, host: name }: CameToRest): void {
  const host = model.world.host(name)
  const before = model.whenStarted.get(name)
  if (!before || model.world.onSomebodysWord.has(`${name} drain`)) return
  const isBack = host.isServing || host.isDown || !before.isServing
  must(isBack, 'hosts rest at safe points only', () => `${kind}: ${name} is left out of traffic`)
  // an unmute that failed on the way back leaves its debt, and the host muted
  const isSilent = host.isMuted && !before.isMuted && kind === 'host-rested'
  must(!isSilent, 'hosts rest at safe points only', () => `${kind}: ${name} is left muted`)
}
