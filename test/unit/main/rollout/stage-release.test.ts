import { describe, expect, it } from 'vitest'
import type { Inventory } from '../../../../src/main/ports/inventory'
import type { ReleaseBook } from '../../../../src/main/ports/releases'
import type { RolloutBook } from '../../../../src/main/ports/rollouts'
import { stageRelease } from '../../../../src/main/rollout/stage-release'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { FakeClock } from '../../../helpers/fake-clock'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'
import { MemoryLogs } from '../../../helpers/runner-harness'
import { noSecrets } from '../../../helpers/secrets'

describe('stageRelease', () => {
  it('brings the package to every host and touches nothing else; what fails on one is said of that one', async () => {
    const app = specFixture({ hosts: 3, lifecycle: allSteps })
    const fleet = new FakeFleet([web(1), web(2), web(3)])
    fleet.script = ({ host, step }) =>
      host === web(2) && step === 'fetch' ? { exitCode: 9, output: 'no space' } : undefined
    fleet.unreachable.set('web-03', 'refused')
    const recorded: unknown[] = []
    const staged = await stageRelease(
      {
        inventory: { findApp: () => app, listApps: () => [app] } as unknown as Inventory,
        releases: { record: (release: unknown) => void recorded.push(release) } as unknown as ReleaseBook,
        book: {} as RolloutBook,
        shell: fleet,
        logs: new MemoryLogs(),
        clock: new FakeClock(1_000),
        secrets: noSecrets,
        newId: () => asRolloutId('s1'),
        survey: () => Promise.resolve({ observations: new Map(), openDebts: [] }),
        digestOf: () => Promise.resolve('d2'),
      },
      { app: 'shop', environment: 'production', version: '1.1.0', by: 'ann' },
    )
    expect(staged).toEqual([
      { host: 'web-01', ok: true },
      { host: 'web-02', ok: false, problem: 'exit code 9: no space' },
      { host: 'web-03', ok: false, problem: expect.stringMatching(/refuses/) as string },
    ])
    expect([...fleet.runs.keys()].toSorted()).toEqual([
      'web-01 fetch',
      'web-01 precheck',
      'web-02 fetch',
      'web-02 precheck',
    ])
    expect(recorded).toMatchObject([{ app: 'shop', version: '1.1.0', digest: 'd2', atMs: 1_000 }])
  })
})
