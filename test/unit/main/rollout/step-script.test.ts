import { describe, expect, it } from 'vitest'
import { buildStepScript, healthProbeOf, verifyProbeOf } from '../../../../src/main/rollout/step-script'
import { contextOf, settingsHost } from '../../../../src/main/rollout/step-context'
import { stepNames } from '../../../../src/shared/domain/lifecycle'
import type { RolloutSettings } from '../../../../src/shared/domain/rollout-settings'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'

const settings = settingsFixture({
  batches: [1],
  lifecycle: {
    ...allSteps,
    mute: { run: 'silence {host.name}', check: 'is-silent' },
    precheck: { run: 'look', version: 'print-version', health: 'is-well' },
    restart: { stop: 'stop-it', start: 'start-it' },
    verify: { run: 'smoke', consecutive: 2 },
  },
})
const scriptOf = (of: RolloutSettings, step: (typeof stepNames)[number]) =>
  buildStepScript(of, step, contextOf(of, settingsHost(of, web(1)), { name: step, attempt: 1 }))

describe('buildStepScript', () => {
  it('has a script for each of the nine steps, with what lastmile.yml says', () => {
    const said = {
      precheck: 'look',
      fetch: 'shop-1.1.0.tar.gz',
      mute: 'is-silent',
      drain: 'drain',
      quiet: 'quiet for 1 s',
      restart: 'start-it',
      verify: 'smoke',
      admit: 'admit',
      unmute: 'unmute',
    }
    for (const step of stepNames) expect(scriptOf(settings, step)).toContain(said[step])
  })

  it('looks for the version to go back to when it rolls back, and brings it where there is no package', () => {
    const back = { ...settings, type: 'rollback' as const }
    expect(scriptOf(back, 'fetch')).toContain('is not there any more')
    const { package: _, ...bare } = back
    const lifecycle = { ...bare.lifecycle, fetch: { ...bare.lifecycle.fetch, run: 'bring-it' } }
    expect(scriptOf({ ...bare, lifecycle }, 'fetch')).toContain('bring-it')
  })
})

describe('the probes of a host', () => {
  it('run the app’s verify command in its step only', () => {
    expect(verifyProbeOf(settings.lifecycle, true)).toMatchObject({ run: 'smoke', version: 'print-version' })
    expect(healthProbeOf(settings.lifecycle, true)).toMatchObject({ run: 'is-well', version: 'print-version' })
  })

  it('are none where nothing could tell', () => {
    const { lifecycle } = settingsFixture({ batches: [1] })
    expect([verifyProbeOf(lifecycle, false), healthProbeOf(lifecycle, false)]).toEqual([undefined, undefined])
    expect(verifyProbeOf(lifecycle, true)).toBeDefined()
  })
})
