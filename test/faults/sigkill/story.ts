import type { StepName } from '../../../src/shared/domain/lifecycle'
import type { Random } from '../random'
import type { Deed } from '../stage/steward'
import { firstVersion, nextVersion, type StageFleet } from '../stage/stage-fleet'
import type { StageOptions } from '../stage/stage-spec'

/** What happens in a rollout beside the kills, and how it must look in the end. */
export type Story = {
  readonly name: 'plain' | 'mended' | 'rolled-back' | 'served'
  readonly stage: StageOptions
  /** A step that fails on one host when the new version comes. */
  readonly broken?: { readonly host: string; readonly step: StepName }
  /** The console is one process that stays, and the verbs are others. */
  readonly isServed: boolean
  readonly kills: number
  /** What every host runs in the end. */
  readonly endsWith: string
  readonly onBrake: Deed
}

type Range = { readonly from: number; readonly to: number }
const usualKills: Range = { from: 4, to: 9 }

/** Draw a story; the same chance gives the same one. */
export function drawStory(random: Random, kills: Range = usualKills): Story {
  const name = random.pick(['plain', 'plain', 'served', 'mended', 'rolled-back'])
  // with fewer, a protected environment does not let two go at once
  const hosts = Math.floor(random.between(5, 7))
  const host = `web-${String(Math.floor(random.between(1, hosts + 1))).padStart(2, '0')}`
  const stage = {
    hosts,
    isProtected: random.next() < 0.3,
    strategy: random.next() < 0.3 ? { canary: false, batches: [1, 2] } : { batches: [2] },
  }
  const base = { name, stage, isServed: name === 'served', kills: Math.floor(random.between(kills.from, kills.to)) }
  switch (name) {
    case 'mended': {
      const step = random.pick(['verify', 'restart', 'drain', 'mute', 'admit', 'precheck'])
      return { ...base, broken: { host, step }, endsWith: nextVersion, onBrake: 'retry' }
    }
    case 'rolled-back':
      return {
        ...base,
        broken: { host, step: random.pick(['verify', 'restart']) },
        endsWith: firstVersion,
        onBrake: 'roll-back',
      }
    default:
      return { ...base, endsWith: nextVersion, onBrake: 'resume' }
  }
}

/** Set the fleet up for a story: what is broken, what takes its time, and what prints a lot. */
export function prepareFleet(fleet: StageFleet, { broken }: Story, random: Random): void {
  for (const name of fleet.names) {
    fleet.slowStep(name, 'restart', 0.1)
    const lines = Math.floor(random.between(0, 3_000))
    fleet.printAt(name, 'restart', `${'a line of the service, as services print them\n'.repeat(lines)}the end\n`)
  }
  if (broken) fleet.breakStep(broken.host, broken.step)
}

/** What must be true of the fleet in the end, whatever the journal says. @throws Error with all that is not */
export function assertEnding(fleet: StageFleet, story: Story): void {
  const problems = fleet.names.flatMap((name) => [
    ...(fleet.versionOf(name) === story.endsWith ? [] : [`${name} runs ${fleet.versionOf(name)}`]),
    ...(fleet.isServing(name) ? [] : [`${name} does not serve`]),
    ...(fleet.isMuted(name) ? [`${name} is muted`] : []),
    ...(story.broken ? [] : listRepeats(fleet, name)),
  ])
  if (problems.length > 0) throw new Error(`the ending is not right: ${problems.join('; ')}`)
}

const marked: readonly StepName[] = ['precheck', 'mute', 'drain', 'restart', 'admit', 'unmute']

/** Where nothing fails, every step runs exactly once, and at its first attempt. */
function listRepeats(fleet: StageFleet, name: string): string[] {
  const ran = fleet.effectsOf(name).filter(({ word }) => word === 'begin')
  const text = ran.map(({ step, attempt }) => `${step}.${attempt}`).join(' ')
  return text === marked.map((step) => `${step}.1`).join(' ') ? [] : [`${name} had the steps ${text}`]
}
