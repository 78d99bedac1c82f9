import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Contestant } from './contestant.ts'
import { LastmilePeer } from './lastmile-peer.ts'
import type { LoopbackFleet } from './loopback-fleet.ts'
import { measure, type Run } from './measure.ts'
import { writePeerFiles } from './peer-files.ts'

const steps = ['precheck', 'fetch', 'mute', 'drain', 'quiet', 'restart', 'verify', 'admit', 'unmute']
const isLine = (step: string) => step !== 'fetch' && step !== 'restart'

/** (b) Nine steps on each host, ten hosts at a time, the next ten when these are done. */
export function rollingContestants(fleet: LoopbackFleet, hosts: number): Contestant[] {
  const { hostsFile, ansibleEnv } = writePeerFiles(fleet, hosts)
  const lastmile = new LastmilePeer(fleet, hosts)
  const { dir, sshConfigFile } = fleet
  const controlDir = join(dir, 'control')
  mkdirSync(controlDir, { recursive: true })
  const checkHosts = (expected: readonly string[], files: readonly string[]) => (run: Run) => {
    if (run.cost.exitCode !== 0) return `exit code ${run.cost.exitCode}: ${run.stderr.trim().split('\n').at(-1) ?? ''}`
    const wrong = fleet.addresses.slice(0, hosts).filter((address) => {
      const isDone = fleet.readSteps(address).join() === expected.join()
      return !isDone || files.some((file) => !fleet.hasFile(address, file))
    })
    return wrong.length === 0 ? undefined : `${wrong.length} hosts without their nine steps, first ${wrong[0]}`
  }
  const peer = (name: string, needs: Contestant['needs'], command: string[], env = {}): Contestant => ({
    name,
    needs,
    findFault: checkHosts(steps, []),
    run: () => {
      fleet.clearHomes()
      return measure(command, { dir, env })
    },
  })
  const playbook = (name: string) => ['ansible-playbook', join(import.meta.dirname, name)]
  return [
    {
      name: 'lastmile',
      needs: [],
      findFault: checkHosts(steps, []),
      run: () => {
        fleet.clearHomes()
        lastmile.reset()
        return measure(lastmile.release('2.0'), { dir })
      },
    },
    peer(
      'bash + ControlMaster',
      ['ssh', 'bash'],
      ['bash', join(import.meta.dirname, 'rolling-release.sh'), hostsFile, sshConfigFile, controlDir, ...steps],
    ),
    peer('ansible raw', ['ansible-playbook'], playbook('rolling-raw.yml'), ansibleEnv),
    {
      ...peer('ansible modules', ['ansible-playbook'], playbook('rolling-modules.yml'), ansibleEnv),
      // two of its steps are a copied file and a link instead of a line
      findFault: checkHosts(steps.filter(isLine), ['release-2.0', 'current']),
    },
  ]
}
