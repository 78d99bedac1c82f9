import type { Contestant } from './contestant.ts'
import { LastmilePeer } from './lastmile-peer.ts'
import type { LoopbackFleet } from './loopback-fleet.ts'
import { measure, type Run } from './measure.ts'
import { writePeerFiles } from './peer-files.ts'

// More at once makes none of them faster here; Ansible's forks are heavy processes, 50 is its usual tuned value.
const width = '100'
const ansibleForks = '50'

/** Its answer is not in the command, so that only a host that ran it can have given it. */
const command = 'echo answer-$((20+3))'
const answer = /answer-23/g

/** (a) One command on every host, its output brought back. */
export function fanOutContestants(fleet: LoopbackFleet, hosts: number): Contestant[] {
  const { hostsFile, ansibleEnv } = writePeerFiles(fleet, hosts)
  const lastmile = new LastmilePeer(fleet, hosts)
  const { dir, sshConfigFile } = fleet
  const findFault = (run: Run) => {
    const answers = run.stdout.match(answer)?.length ?? 0
    if (run.cost.exitCode !== 0) return `exit code ${run.cost.exitCode}: ${run.stderr.trim().split('\n').at(-1) ?? ''}`
    return answers === hosts ? undefined : `${answers} of ${hosts} hosts answered`
  }
  const ssh = ['ssh', '-F', sshConfigFile]
  const peer = (name: string, needs: Contestant['needs'], line: string[], env = {}): Contestant => ({
    name,
    needs,
    findFault,
    run: () => measure(line, { dir, env }),
  })
  return [
    {
      name: 'lastmile',
      needs: [],
      findFault,
      run: () => {
        lastmile.reset()
        return measure(lastmile.fanOut(command), { dir })
      },
    },
    peer('ssh + xargs', ['ssh'], ['xargs', '-a', hostsFile, '-P', width, '-I', '{}', ...ssh, '{}', command]),
    peer(
      'clush',
      ['clush'],
      ['clush', '-q', '--hostfile', hostsFile, '-f', width, '-o', `-F ${sshConfigFile}`, command],
    ),
    peer(
      'parallel-ssh',
      ['parallel-ssh'],
      ['parallel-ssh', '-i', '-h', hostsFile, '-p', width, '-t', '0', '-x', `-F ${sshConfigFile}`, command],
    ),
    peer('ansible raw', ['ansible'], ['ansible', 'all', '-m', 'raw', '-a', command, '-f', ansibleForks], {
      ...ansibleEnv,
      // one command per host: a kept connection would only cost
      ANSIBLE_SSH_ARGS: `-F ${sshConfigFile} -o ControlMaster=no`,
    }),
  ]
}
