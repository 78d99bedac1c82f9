import { join } from 'node:path'
import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import { parseFault } from '../../../src/main/demo/faults'
import { installedVersion, newVersion } from '../../../src/main/demo/fleet'
import { openFleetSet, type FleetSet } from '../../../src/main/demo/fleet-set'
import type { LoadGenerator } from '../../../src/main/demo/load-generator'
import type { CliRun } from '../../helpers/built-cli'
import type { Lab } from '../lab'
import { Observer } from './observer'
import type { Program } from './program'
import type { Site } from './site'
import { leadToTheEnd, type LeadOptions } from './steward'
import { assertTruth } from './truth'

export type DemoStageOptions = {
  readonly hosts?: number
  /** `web-02:verify`: steps that fail when the new version is released. */
  readonly fail?: readonly string[]
}

/** The embedded fleet behind its traffic switch, with customers, and a console in a process of its own. */
export type DemoStage = {
  readonly set: FleetSet
  readonly site: Site
  readonly program: Program
  readonly load: LoadGenerator
  begin(args?: readonly string[]): CliRun
  toTheEnd(options?: LeadOptions): Promise<RolloutView>
  assertTruth(): Promise<readonly string[]>
}

/** Its first gate asks for the number of a change request. */
const answers = ['--yes', '--answer', 'change=CHG-1204']

/** Start the embedded fleet in this process, and tell a console of it. */
export async function openDemoStage(lab: Lab, { hosts = 6, fail = [] }: DemoStageOptions): Promise<DemoStage> {
  const { signal } = lab
  const set = await openFleetSet({ hosts, fail: fail.map(parseFault), isFourEyes: false, signal })
  lab.onCleanup(() => set.closers.close())
  const { fleet, spec } = set
  const program = lab.program(join(fleet.dir, 'console'))
  await program.expect([0], ['apply', spec.fileName, '--yes'])
  const observer = await Observer.start({ kind: 'lines', path: join(fleet.dir, 'switch/serving') })
  lab.onCleanup(async () => {
    await observer.stop()
    lab.noteGap(observer.longestGapMs)
  })
  const site: Site = {
    names: fleet.hosts.map(({ name }) => name),
    firstVersion: installedVersion,
    observer,
    versionOf: async (name) => (await fleet.askVersions()).get(name),
    isServing: (name) => fleet.traffic.serving().includes(name),
    isMuted: (name) => fleet.monitor.silenced().includes(name),
    homes: () => [...fleet.hosts, fleet.balancer].map(({ home }) => home),
  }
  return {
    set,
    site,
    program,
    load: await set.openDoors(),
    begin: (args = []) => program.start(['run', 'shop', newVersion, '--env', 'production', '--json', ...args]),
    toTheEnd: (options) => leadToTheEnd(lab, program, { signing: answers, ...options }),
    assertTruth: () => assertTruth(site, program.dataFolder),
  }
}
