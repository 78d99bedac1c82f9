import type { Fault } from '../../fault'
import { openNetStage } from '../../stage/net-stage'

const namesBastion = /the way through 198\.18\.\d+\.2 failed: .*Check ssh\.jump/s

export const fault: Fault = {
  id: 'network.bastion-down',
  title: 'the bastion is down before a rollout is started, and while one waits at a gate',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    const { stage, net } = await openNetStage(lab, { hasBastion: true, strategy: { batches: [1] } })
    const touched = () => stage.fleet.names.filter((name) => stage.fleet.effectsOf(name).length > 0)
    await net.bastion?.powerOff()
    const refused = await stage.begin().ended
    if (refused.exitCode === 0 || !namesBastion.test(refused.stderr)) throw new Error(`not refused: ${refused.stderr}`)
    if (await stage.program.show()) throw new Error('a rollout was made all the same')

    await net.bastion?.powerOn()
    await stage.program.expect([3], ['run', 'shop', '1.1.0', '--env', 'production', '--json'])
    await net.bastion?.powerOff()
    const signed = await stage.program.run(['sign', 'latest', '--yes'])
    const said = `${signed.stderr}${signed.stdout}`.replaceAll(/\s+/g, ' ')
    if (signed.exitCode === 0 || !namesBastion.test(said)) throw new Error(`went on with ${signed.exitCode}: ${said}`)
    if (touched().length > 0) throw new Error(`something ran on ${touched().join()}`)

    await net.bastion?.powerOn()
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const checked = await stage.assertTruth()
    return {
      times: 2,
      outcome: 'Nothing began, and the sentence named the bastion; with it back all went well.',
      checked,
    }
  },
}
