import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'hosts.host-key-changed',
  title: 'the host key of a host changes between two batches',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  isShort: true,
  run: async (lab) => {
    const { stage, net, host } = await openNetStage(lab, { strategy: { batches: [1] } })
    stage.fleet.slowStep('web-02', 'admit', 1)
    const run = stage.begin()
    await stage.untilStep('web-02', 'admit', 90_000)
    host('web-03').daemon.changeHostKey()
    await host('web-03').restartDaemon()
    await expectBraked(stage, run, {
      host: 'web-03',
      step: 'precheck',
      code: 'ssh.host-key-changed',
      says: [/THE HOST KEY OF .* CHANGED/, /Nothing was sent/, /ssh-keygen -R/],
    })
    if (stage.fleet.effectsOf('web-03').length > 0) throw new Error('something ran on a host whose key changed')
    // a person compares the new key and puts it into known_hosts
    net.writeKnownHosts()
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const checked = await stage.assertTruth()
    return { times: 1, outcome: 'Nothing was sent to it; with the new key known a retry went to the end.', checked }
  },
}
