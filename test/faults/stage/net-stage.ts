import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NetFleet } from '../../helpers/net-fleet'
import type { NetHost, NetHostOptions } from '../../helpers/net-host'
import type { Lab } from '../lab'
import type { Stage } from './stage'
import type { StageOptions } from './stage-spec'
import { processesOf } from './truth-processes'

export type NetStageOptions = Omit<StageOptions, 'lifecycle'> & {
  /** As `lifecycle` of a stage; `dir` is where its scripts are. */
  readonly lifecycle?: (dir: string) => StageOptions['lifecycle']
  /** The hosts are reached through a bastion only. */
  readonly hasBastion?: boolean
  readonly server?: 'openssh' | 'dropbear'
  /** Lines for sshd_config of every host. */
  readonly hostSshd?: readonly string[]
  /** Folders of a host that are small disks, below its directory (`site`) or its home. */
  readonly disks?: (name: string, folders: { readonly site: string; readonly home: string }) => NetHostOptions['disks']
}

export type NetStage = { readonly stage: Stage; readonly net: NetFleet; readonly host: (name: string) => NetHost }

/**
 * The host that things happen to. It goes first, so that nobody waits for others; it is not the first one of the cluster,
 * because that one keeps the lock.
 */
export const victim = 'web-02'

/** Seconds instead of the usual 15 s and 45 s, so that a kind sees within its time what takes a minute elsewhere. */
const connectTimeout = '2s'
const keepAlive = 'ServerAliveInterval 1\nServerAliveCountMax 3\n'

/**
 * A stage whose hosts are network, process and mount namespaces of their own, each with its own ssh daemon, on a switch of
 * this machine or behind a bastion. Files of hosts are where every stage has them. Packages are sent by the console.
 */
export async function openNetStage(lab: Lab, options: NetStageOptions = {}): Promise<NetStage> {
  const { hasBastion, server, hostSshd, disks, lifecycle, ...rest } = options
  const stageOptions = { hosts: 3, ...rest }
  const names = Array.from({ length: stageOptions.hosts }, (_, i) => `web-${String(i + 1).padStart(2, '0')}`)
  const stage = await lab.stage(stageOptions)
  const { fleet } = stage
  const net = new NetFleet({
    names,
    hasBastion,
    host: (name) => ({
      server: name === 'bastion' ? 'openssh' : server,
      sshdConfig: name === 'bastion' ? [] : hostSshd,
      ...(name === 'bastion' ? {} : { home: fleet.homeOf(name), disks: disks?.(name, foldersOf(stage, name)) }),
    }),
  })
  lab.onCleanup(() => net.stop())
  await net.powerOn()
  const config = join(net.dir, 'ssh_config')
  writeFileSync(config, keepAlive)
  const root = `${fleet.dir}/hosts/{host.name}/shop`
  fleet.describe({
    ...stageOptions,
    lifecycle: lifecycle?.(fleet.dir) ?? {},
    ssh: { ...net.ssh, connectTimeout, config, ...rest.ssh },
    hostKeys: (name, index) => ({
      address: net.host(name).address,
      canary: name === victim,
      ...rest.hostKeys?.(name, index),
    }),
    app: { package: { push: join(fleet.www, 'shop-{version}.tar.gz'), root }, ...rest.app },
  })
  await stage.apply()
  return { stage, net, host: (name) => net.host(name) }
}

/** TCP repeats what got lost after pauses that double: the host hears of the end of a connection that late. */
const heardWithinMs = 120_000

/** Wait until hosts that can be reached again have heard that connections of before are gone. */
export async function untilHostHears({ lab, fleet: { processMark } }: Stage): Promise<void> {
  const hasHeard = () => processesOf(processMark).length === 0
  await lab.until('the host hears that the connection is gone', hasHeard, heardWithinMs)
}

const foldersOf = ({ fleet }: Stage, name: string) => ({ site: fleet.host(name), home: fleet.homeOf(name) })
