import { mayDispatch } from '../../../src/shared/domain/cluster-lock'
import { openDebts, waitingGate } from '../../../src/shared/domain/rollout-state'
import { Broken, must } from './broken'
import type { Model } from './model'
import type { ModelConsole } from './model-console'
import { releaseNext, rollBack, signAll } from './people'

/** More rounds than the longest rollout of these scenarios needs, each of which ends a step of every host. */
const mostRounds = 400
/** So often a brake by the floor is resumed from before its hosts are left out. */
const patientRounds = 40
export const waysOut = ['resume', 'exclude', 'revoke', 'roll-back'] as const
type WayOut = (typeof waysOut)[number]

/**
 * From wherever a sequence has led, the way that a person chooses must lead to a result; and a good release after it leaves
 * every host serving, unmuted and without debts. Only where the hosts that are left are too few for any plan that ends sooner.
 * @throws Broken
 */
export function findWayOut(model: Model, console: ModelConsole, way: WayOut, isToTheEnd: boolean): void {
  console.settling.toTheEnd()
  if (model.current.state.result === undefined) goOut(model, console, way)
  if (!isToTheEnd || !releaseNext(model)) return
  goOut(model, console, 'resume')
  settleAll(model, console)
  const { ledger, state } = model.current
  const left = [...model.world.hosts.values()].filter((host) => host.isMuted || !host.isServing)
  const isWhole = ledger.result === 'succeeded' && left.length === 0 && openDebts(state).length === 0
  must(isWhole, 'there is a way to a result', () => {
    const hosts = left.map(({ name }) => name).join(', ') || 'no host'
    return `a good release ${ledger.result} and leaves ${hosts} muted or out; ${openDebts(state).length} debts`
  })
}

function goOut(model: Model, console: ModelConsole, way: WayOut): void {
  for (let round = 0; round < mostRounds; round += 1) {
    const { current } = model
    moveOn(model, console)
    if (current.state.result !== undefined && current === model.current) return
    if (console.due().length > 0 || model.world.running.size > 0) continue
    choose(model, way, round)
  }
  const { state } = model.current
  const hosts = Object.values(state.hosts).map(({ name, status, step }) => `${name} ${status} ${step}`)
  throw new Broken(
    'there is a way to a result',
    `none by ${way}: ${state.brake?.reason ?? 'no brake'}; ${hosts.join(', ')}`,
  )
}

/** Everything that is due goes well. */
function moveOn(model: Model, console: ModelConsole): void {
  for (const host of model.world.hosts.values()) if (host.isDown && !host.isServing) model.world.stumble(host)
  for (const due of console.due()) console.begin(due)
  for (const attempt of [...model.world.running]) model.world.end(attempt, 'ok', true)
  for (const attempt of console.ended()) console.reportEnd(attempt)
  passTime(model)
}

function choose(model: Model, way: WayOut, round: number): void {
  const { current } = model
  const { brake, revoking, hosts } = current.state
  if (current.state.result !== undefined) return
  if (!mayDispatch(current.state)) return void model.tell(current, { kind: 'take-lock', lock: 'ours' }, 'ann')
  if (way === 'revoke' && revoking === undefined)
    return void model.tell(current, { kind: 'revoke', reason: 'made up' }, 'ann')
  // what cannot be rolled back (nothing was changed, too few hosts are left) is gone on with
  if (way === 'roll-back' && current.settings.type === 'release' && round < 3 && rollBack(model)) return
  const failed = Object.values(hosts).filter(({ status }) => status === 'failed')
  // hosts that somebody left out while they were out of traffic are those that the floor lacks: resuming does not bring them back
  const isShort = brake?.cause === 'floor' && (way === 'exclude' || round > patientRounds)
  const stuck = Object.values(hosts).filter(({ status }) => isShort && (status === 'pending' || status === 'resting'))
  for (const { name } of [...(way === 'exclude' ? failed : []), ...stuck]) {
    model.tell(current, { kind: 'exclude', host: name, reason: 'made up' }, 'ann')
  }
  if (way === 'resume' && failed.length > 0) return void model.tell(current, { kind: 'retry' }, 'ann')
  if (brake) return void model.tell(current, { kind: 'resume' }, 'ann')
  if (waitingGate(current.state)) signAll(model)
}

/** Give back what is still owed, the latest first, drains before mutes. */
function settleAll(model: Model, console: ModelConsole): void {
  const open = model.rollouts.flatMap((rollout) => openDebts(rollout.state).map((debt) => ({ rollout, debt })))
  const rank = ({ debt }: (typeof open)[number]): number => (debt.kind === 'drain' ? 0 : 1)
  const ordered = open.toSorted((a, b) => rank(a) - rank(b) || b.debt.recordedAtMs - a.debt.recordedAtMs)
  for (const { rollout, debt } of ordered) {
    console.settling.begin(rollout, debt)
    console.settling.toTheEnd()
  }
}

/** Let a soak or pause end whose time is up, or make it so. */
export function passTime(model: Model): void {
  const { current, rules } = model
  for (const effect of rules.effectsOf(current.state)) {
    if (effect.kind !== 'wait') continue
    model.nowMs = Math.max(model.nowMs, effect.untilMs)
    const { station, batch } = effect
    model.tell(current, { kind: 'time-up', station, batch, watch: { looks: 1, unwatchedMs: 0 } })
  }
}
