import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DelayingRelay } from '../../../helpers/delaying-relay'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'

/** Two seconds there and back: worse than a satellite. */
const eachWayMs = 1_000

export const fault: Fault = {
  id: 'network.latency-seconds',
  title: 'two seconds to each host and back',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 400_000,
  run: async (lab) => {
    const options = { hosts: 3, strategy: { canary: false, batches: [2], maxUnavailable: '70%' } }
    const stage = await lab.stage(options)
    const { fleet } = stage
    const relays = await Promise.all(
      fleet.names.map((name) => DelayingRelay.open({ host: fleet.addressOf(name), port: fleet.sshd.port }, eachWayMs)),
    )
    lab.onCleanup(() => Promise.all(relays.map((relay) => relay.close())))
    const knownHosts = join(fleet.dir, 'known_hosts')
    const key = readFileSync(fleet.sshd.knownHostsPath, 'utf8').replace(/^\S+ /, '').trim()
    writeFileSync(knownHosts, relays.map(({ port }) => `[127.0.0.1]:${port} ${key}\n`).join(''))
    const hostKeys = (_name: string, index: number) => ({ address: '127.0.0.1', port: relays[index]?.port })
    fleet.describe({ ...options, hostKeys, ssh: { knownHosts } })
    await stage.apply()
    const checked = await expectUnharmed(stage, stage.begin())
    return { times: fleet.names.length, outcome: 'Slow, and nothing failed.', checked }
  },
}
