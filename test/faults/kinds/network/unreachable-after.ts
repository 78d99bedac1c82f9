import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { openNetStage } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'network.unreachable-after',
  title: 'a host cannot be reached any more after its last step, while it soaks',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    const strategy = { canary: { hosts: 1, soak: '20s' }, batches: [1], maxUnavailable: '70%' }
    const { stage, host } = await openNetStage(lab, { strategy })
    const run = stage.begin()
    const over = run.ended.then(({ exitCode, stderr }) =>
      Promise.reject(new Error(`ended with ${exitCode}: ${stderr}`)),
    )
    const soaks = lab.until('the canary soaks', async () => (await stage.program.show())?.state === 'soaking', 90_000)
    await Promise.race([soaks, over])
    over.catch(() => undefined)
    troubleNetwork(host('web-02').namespace, { kind: 'unreachable' })
    const { exitCode } = await run.ended
    const { state, brake, batches } = await stage.show()
    const found = `${exitCode} ${state} ${brake?.cause}: ${brake?.reason}`
    // on a busy machine the time for a connection may be over before the network says that there is no way
    if (!/^3 braked soak: web-02 went bad while soaking: .*(no route to|did not answer within)/.test(found)) {
      throw new Error(found)
    }
    if (batches.some(({ index, state: of }) => index > 0 && of !== 'pending')) throw new Error('a later batch began')
    healNetwork(host('web-02').namespace)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const checked = await stage.assertTruth()
    return { times: 1, outcome: 'The brake was pulled before the next batch; resumed, it went to the end.', checked }
  },
}
