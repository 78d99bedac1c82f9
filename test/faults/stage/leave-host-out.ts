import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import type { Stage } from './stage'
import type { Deed } from './steward'
import { assertAlways } from './truth'

/**
 * Exclude the one host that has failed: the others must get to the end, and it keeps what it owes, in everybody's sight.
 * Returns what was checked.
 */
export async function leaveHostOut(stage: Stage, name: string): Promise<readonly string[]> {
  const before = stage.fleet.effectsOf(name).length
  const onBrake = (_: RolloutView, deeds: readonly Deed[]) => (deeds.length === 0 ? 'exclude' : 'resume')
  const { result, batches, openDebts } = await stage.toTheEnd({ onBrake })
  if (result !== 'succeeded') throw new Error(`without ${name} it ended as ${result}`)
  const states = batches.flatMap(({ hosts }) => hosts).map((host) => `${host.name} ${host.state}`)
  const expected = stage.fleet.names.map((host) => `${host} ${host === name ? 'excluded' : 'succeeded'}`)
  if (states.toSorted().join() !== expected.join()) throw new Error(`the hosts are: ${states.join(', ')}`)
  if (stage.fleet.effectsOf(name).length !== before) throw new Error(`${name} was touched after it was left out`)
  if (openDebts !== 2) throw new Error(`${openDebts} debts are open; ${name} is muted and out of traffic`)
  const { stdout } = await stage.program.expect([0], ['debts'])
  if (!stdout.includes(name)) throw new Error(`nobody says that ${name} is owed: ${stdout}`)
  return [...(await assertAlways(stage.fleet, stage.dataFolder)), 'the host left alone', 'debts told']
}

/** Give a host back what it is owed, and make sure that it is served and heard again. Returns what was checked. */
export async function settleHost(stage: Stage, name: string): Promise<readonly string[]> {
  await stage.program.expect([0], ['debts', 'settle', name])
  const { stdout } = await stage.program.expect([0], ['debts', '--json'])
  if (stdout.trim() !== '[]') throw new Error(`still owed after it was settled: ${stdout}`)
  if (!stage.fleet.isServing(name) || stage.fleet.isMuted(name)) throw new Error(`${name} was not given back`)
  return [...(await stage.assertTruth()), 'debts settled']
}

/** Settling a host that cannot be given back must fail, say so, and forget nothing. */
export async function expectNotSettled(stage: Stage, name: string): Promise<void> {
  const { stdout } = await stage.program.expect([1], ['debts', 'settle', name])
  if (!new RegExp(`✗ ${name} .*: .+`).test(stdout)) throw new Error(`nobody says why it is not settled: ${stdout}`)
  await assertAlways(stage.fleet, stage.dataFolder)
}
