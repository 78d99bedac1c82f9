import { connect, type Socket } from 'node:net'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'network.max-startups',
  title: 'sshd of a host turns everybody away, because others hold all its places for logins',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    const hostSshd = ['MaxStartups 2', 'LoginGraceTime 600']
    const { stage, host } = await openNetStage(lab, { hostSshd, strategy: { batches: [1], maxUnavailable: '70%' } })
    const crowd = await Promise.all([1, 2].map(() => occupy(host('web-02').address)))
    lab.onCleanup(() => crowd.forEach((socket) => socket.destroy()))
    await expectBraked(stage, stage.begin(), {
      host: 'web-02',
      step: 'precheck',
      code: 'ssh.handshake-failed',
      says: [/answered, but no SSH connection came about/, /MaxStartups/],
    })
    for (const socket of crowd) socket.destroy()
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const checked = await stage.assertTruth()
    return {
      times: 1,
      outcome: 'It tried for seconds, then braked; with places free a retry went to the end.',
      checked,
    }
  },
}

/** Take a place for a login and never log in. */
function occupy(host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(22, host)
    socket.once('data', () => resolve(socket)).once('error', reject)
    socket.on('error', () => undefined)
  })
}
