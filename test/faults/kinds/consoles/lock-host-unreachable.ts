import type { Fault } from '../../fault'
import { PluggedHost } from '../../stage/plugged-host'
import { readRecords } from '../../stage/records'
import { expectRefused, releaseArgs } from '../../stage/second-console'
import { nextVersion } from '../../stage/stage-fleet'
import type { StageOptions } from '../../stage/stage-spec'

export const fault: Fault = {
  id: 'consoles.lock-host-unreachable',
  title: 'the host that keeps the lock cannot be reached: before a rollout, and between two of its batches',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5, isProtected: true })
    const { fleet, program } = stage
    const host = new PluggedHost({ host: fleet.addressOf('web-01'), port: fleet.sshd.port })
    await host.plug()
    lab.onCleanup(() => host.unplug())
    fleet.describe(optionsOf(host.port))
    await stage.apply()

    await host.unplug()
    const says = [/lies on lock-01, which cannot be asked/, 'Nothing was started', '--without-lock --reason']
    expectRefused(await program.run(releaseArgs(nextVersion, 'ann')), says)
    const { rollouts } = readRecords(stage.dataFolder)
    if (rollouts.length > 0) throw new Error('a rollout was created without its lock')

    await host.plug()
    await program.expect([3], ['run', 'shop', nextVersion, '--env', 'production', '--json'])
    const served = await program.serve()
    await host.unplug()
    // before launch, and before the canary
    for (let gate = 0; gate < 2; gate += 1) await program.expect([3], ['sign', 'latest', '--yes', '--json'])
    const braked = await stage.show()
    if (braked.brake?.cause !== 'lock') throw new Error(`it is ${braked.position}, not braked because of its lock`)
    const begun = fleet.names.flatMap((name) => fleet.effectsOf(name))
    if (begun.length > 0) throw new Error(`${begun.length} steps began on hosts that may be somebody else's`)
    expectRefused(await program.run(['resume', 'latest', '--yes']), says)

    // one way on: a person takes it upon themselves
    const without = ['--without-lock', '--reason', 'lock-01 burnt']
    await program.expect([0], ['resume', 'latest', '--yes', '--json', ...without])
    // one that stays keeps a shell on each host for the next command
    served.child.kill('SIGTERM')
    await served.ended
    const checked = await stage.assertTruth()

    // the other: the host is back
    await host.plug()
    fleet.publish('1.2.0')
    await program.expect([0], releaseArgs('1.2.0', 'ann'))
    return {
      times: 2,
      outcome:
        'Nothing began; it braked, and went on without the lock with a reason, or with it once the host was back.',
      checked,
    }
  },
}

const optionsOf = (port: number): StageOptions => ({
  hosts: 5,
  isProtected: true,
  ssh: { hostKeys: 'accept-new', connectTimeout: '3s' },
  environment: { otherHosts: [{ name: 'lock-01', address: '127.0.0.1', port }], lock: { via: 'lock-01' } },
})
