import type { StepName } from '../../../src/shared/domain/lifecycle'
import type { Random } from '../random'
import type { Deed } from '../stage/steward'
import type { TrafficChange } from '../stage/observe-traffic'
import { firstVersion, nextVersion, type StageFleet } from '../stage/stage-fleet'
import type { StageOptions } from '../stage/stage-spec'

/** What happens in a rollout beside the kills, and how it must look in the end. */
export type Story = {
  readonly name: 'plain' | 'mended' | 'rolled-back' | 'served' | 'left-out'
  readonly stage: StageOptions
  /** A step that fails on one host when the new version comes. */
  readonly broken?: { readonly host: string; readonly step: StepName }
  /** The console is one process that stays, and the verbs are others. */
  readonly isServed: boolean
  readonly kills: number
  /** Further kills, each while debts are being settled. */
  readonly settlingKills: number
  /** What every host runs in the end. */
  readonly endsWith: string
  readonly onBrake: Deed
  /** Of the broken host, which is excluded: what it runs in the end, and when it is given back. */
  readonly leftOut?: { readonly endsWith: string; readonly isSettledAtBrake: boolean }
}

type Range = { readonly from: number; readonly to: number }
const usualKills: Range = { from: 4, to: 9 }

/** Draw a story; the same chance gives the same one. */
export function drawStory(random: Random, kills: Range = usualKills): Story {
  const name = random.pick(['plain', 'plain', 'served', 'mended', 'rolled-back', 'left-out', 'left-out'])
  // with fewer, a protected environment does not let two go at once
  const hosts = Math.floor(random.between(5, 7))
  const host = `web-${String(Math.floor(random.between(1, hosts + 1))).padStart(2, '0')}`
  const stage = {
    hosts,
    isProtected: random.next() < 0.3,
    strategy: random.next() < 0.3 ? { canary: false, batches: [1, 2] } : { batches: [2] },
  }
  const base = {
    name,
    stage,
    isServed: name === 'served',
    kills: Math.floor(random.between(kills.from, kills.to)),
    settlingKills: 0,
  }
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
    case 'left-out':
      return { ...base, ...drawLeftOut(random, hosts, host) }
    default:
      return { ...base, endsWith: nextVersion, onBrake: 'resume' }
  }
}

/** There is room for one at a time beside the host that stays out. */
function drawLeftOut(random: Random, hosts: number, host: string) {
  const step = random.pick(['verify', 'restart', 'admit', 'drain'] as const)
  return {
    stage: { hosts, strategy: { batches: [1], maxUnavailable: 2 } },
    broken: { host, step },
    isServed: random.next() < 0.4,
    endsWith: nextVersion,
    onBrake: 'exclude' as const,
    // before its restart it ran what it ran
    leftOut: {
      endsWith: step === 'drain' ? firstVersion : nextVersion,
      isSettledAtBrake: random.next() < 0.3,
    },
    settlingKills: Math.floor(random.between(1, 4)),
  }
}

/** Set the fleet up for a story: what is broken, what takes its time, and what prints a lot. */
export function prepareFleet(fleet: StageFleet, { broken, leftOut }: Story, random: Random): void {
  for (const name of fleet.names) {
    fleet.slowStep(name, 'restart', 0.1)
    const lines = Math.floor(random.between(0, 3_000))
    fleet.printAt(name, 'restart', `${'a line of the service, as services print them\n'.repeat(lines)}the end\n`)
  }
  if (broken) fleet.breakStep(broken.host, broken.step)
  // settling is short, and consoles are to die in it
  if (broken && leftOut) for (const step of ['admit', 'unmute'] as const) fleet.slowStep(broken.host, step, 0.5)
}

/** What must be true of the fleet in the end, whatever the journal says. @throws Error with all that is not */
export async function assertEnding(fleet: StageFleet, story: Story): Promise<void> {
  const { broken, leftOut } = story
  const { changes } = await fleet.observer.report()
  const problems = fleet.names.flatMap((name) => {
    const isLeftOut = leftOut !== undefined && name === broken?.host
    const isUsual = broken === undefined || (leftOut !== undefined && !isLeftOut)
    const endsWith = isLeftOut ? leftOut.endsWith : story.endsWith
    const returns = countReturns(changes, name)
    // a host whose drain failed before it took hold never was out
    const isBackOnce = returns === 1 || (isLeftOut && broken?.step === 'drain' && returns === 0)
    return [
      ...(fleet.versionOf(name) === endsWith ? [] : [`${name} runs ${fleet.versionOf(name)}`]),
      ...(fleet.isServing(name) ? [] : [`${name} does not serve`]),
      ...(fleet.isMuted(name) ? [`${name} is muted`] : []),
      ...(isUsual ? listRepeats(fleet, name) : []),
      ...(leftOut === undefined || isBackOnce ? [] : [`${name} came back into traffic ${returns} times`]),
    ]
  })
  if (problems.length > 0) throw new Error(`the ending is not right: ${problems.join('; ')}`)
}

/** How often a host came back into traffic, by what the observer saw. */
const countReturns = (changes: readonly TrafficChange[], name: string): number =>
  changes.filter(({ serving }, at) => serving.includes(name) && changes[at - 1]?.serving.includes(name) === false)
    .length

const marked: readonly StepName[] = ['precheck', 'mute', 'drain', 'restart', 'admit', 'unmute']

/** Where nothing fails, every step runs exactly once, and at its first attempt. */
function listRepeats(fleet: StageFleet, name: string): string[] {
  const ran = fleet.effectsOf(name).filter(({ word }) => word === 'begin')
  const text = ran.map(({ step, attempt }) => `${step}.${attempt}`).join(' ')
  return text === marked.map((step) => `${step}.1`).join(' ') ? [] : [`${name} had the steps ${text}`]
}
