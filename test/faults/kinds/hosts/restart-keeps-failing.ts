import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { leaveHostOut, settleHost } from '../../stage/leave-host-out'

export const fault: Fault = {
  id: 'hosts.restart-keeps-failing',
  title: 'a restart fails on one host, and fails again when it is retried: the host is excluded',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5, strategy: { batches: [1], maxUnavailable: 2 } })
    stage.fleet.breakStep('web-02', 'restart')
    const expected = {
      host: 'web-02',
      step: 'restart',
      code: 'step.exit-code',
      says: [/restart is broken on purpose/],
    } as const
    await expectBraked(stage, stage.begin(), expected)
    await expectBraked(stage, stage.program.start(['retry', 'latest', '--yes', '--json']), expected)
    const leftOut = [...(await leaveHostOut(stage, 'web-02')), ...(await stage.assertTruth())]
    const settled = await settleHost(stage, 'web-02')
    return {
      times: 2,
      outcome: 'Left out, it stayed muted, out of traffic and owed while the others went on, until it was settled.',
      checked: [...new Set([...leftOut, ...settled])],
    }
  },
}
