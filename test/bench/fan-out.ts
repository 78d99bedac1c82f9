import type { Contestant } from './contestant.ts'
import { LastmilePeer } from './lastmile-peer.ts'
import type { LoopbackFleet } from './loopback-fleet.ts'
import { measure, type Run } from './measure.ts'
import { writePeerFiles } from './peer-files.ts'

// More at once makes none of them faster here; Ansible's forks are heavy processes, 50 is its usual tuned value.
const width = '100'
const ansibleForks = '50'

/** (a) One command on every host, its output brought back. */
export function fanOutContestants(fleet: LoopbackFleet, hosts: number): Contestant[] {
  const { hostsFile, ansibleEnv } = writePeerFiles(fleet, hosts)
  const lastmile = new LastmilePeer(fleet, hosts)
  const { dir, sshConfigFile } = fleet
  const findFault = (run: Run) => {
    const answers = run.stdout.match(/\bok\b/g)?.length ?? 0
    if (run.cost.exitCode !== 0) return `exit code ${run.cost.exitCode}: ${run.stderr.trim().split('\n').at(-1) ?? ''}`
    return answers >= hosts ? undefined : `${answers} of ${hosts} hosts answered`
  }
  const ssh = ['ssh', '-F', sshConfigFile]
  const peer = (name: string, needs: Contestant['needs'], command: string[], env = {}): Contestant => ({
    name,
    needs,
    findFault,
    run: () => measure(command, { dir, env }),
  })
  return [
    {
      name: 'lastmile',
      needs: [],
      findFault,
      run: () => {
        lastmile.reset()
        return measure(lastmile.fanOut(['echo', 'ok']), { dir })
      },
    },
    peer('ssh + xargs', ['ssh'], ['xargs', '-a', hostsFile, '-P', width, '-I', '{}', ...ssh, '{}', 'echo', 'ok']),
    peer(
      'clush',
      ['clush'],
      ['clush', '-q', '--hostfile', hostsFile, '-f', width, '-o', `-F ${sshConfigFile}`, 'echo ok'],
    ),
    peer(
      'parallel-ssh',
      ['parallel-ssh'],
      ['parallel-ssh', '-i', '-h', hostsFile, '-p', width, '-t', '0', '-x', `-F ${sshConfigFile}`, 'echo ok'],
    ),
    peer('ansible raw', ['ansible'], ['ansible', 'all', '-m', 'raw', '-a', 'echo ok', '-f', ansibleForks], {
      ...ansibleEnv,
      // one command per host: a kept connection would only cost
      ANSIBLE_SSH_ARGS: `-F ${sshConfigFile} -o ControlMaster=no`,
    }),
  ]
}
