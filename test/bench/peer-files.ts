import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoopbackFleet } from './loopback-fleet.ts'

export type PeerFiles = {
  /** One address per line, of the first `hosts` of the fleet. */
  readonly hostsFile: string
  readonly ansibleEnv: Readonly<Record<string, string>>
}

/** Inventories and configuration of the peers for the first `hosts` of a fleet. Not part of what is measured. */
export function writePeerFiles(fleet: LoopbackFleet, hosts: number): PeerFiles {
  const dir = join(fleet.dir, `peers-${hosts}`)
  mkdirSync(join(dir, 'home'), { recursive: true })
  const hostsFile = join(dir, 'hosts')
  writeFileSync(hostsFile, fleet.addresses.slice(0, hosts).join('\n') + '\n')
  const config = join(dir, 'ansible.cfg')
  writeFileSync(
    config,
    [
      '[defaults]',
      `inventory = ${hostsFile}`,
      'forks = 50',
      'gathering = explicit',
      'interpreter_python = /usr/bin/python3',
      `local_tmp = ${dir}/home/tmp`,
      'retry_files_enabled = False',
      '[ssh_connection]',
      'pipelining = True',
      // the options Ansible has by default, behind our configuration file
      `ssh_args = -F ${fleet.sshConfigFile} -C -o ControlMaster=auto -o ControlPersist=60s`,
      `control_path_dir = ${dir}/cp`,
      '',
    ].join('\n'),
  )
  return { hostsFile, ansibleEnv: { ANSIBLE_CONFIG: config, HOME: join(dir, 'home'), LC_ALL: 'C.UTF-8' } }
}
