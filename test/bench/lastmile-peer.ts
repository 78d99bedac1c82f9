import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LoopbackFleet } from './loopback-fleet.ts'

export const program = join(import.meta.dirname, '../../out/main/lastmile.js')
const append = (step: string) => ({ run: `echo ${step} >> ~/steps` })

/** Nine steps that each append to a file on the host; nothing waits. */
const lifecycle = {
  precheck: append('precheck'),
  fetch: append('fetch'),
  mute: append('mute'),
  drain: append('drain'),
  quiet: { inFlight: 'echo quiet >> ~/steps; echo 0', min: '0s' },
  restart: append('restart'),
  verify: { ...append('verify'), consecutive: 1, warmup: '0s' },
  admit: append('admit'),
  unmute: append('unmute'),
}

/** The built `lastmile` with a data folder that knows the first `hosts` of the fleet, and releases to `batch` of them at a time. */
export class LastmilePeer {
  readonly dataDir: string
  private readonly file: string

  constructor(fleet: LoopbackFleet, hosts: number, batch = 10) {
    this.dataDir = join(fleet.dir, `lastmile-${hosts}`)
    this.file = join(fleet.dir, `lastmile-${hosts}.yml`)
    const ssh = {
      user: fleet.user,
      port: fleet.port,
      identityFile: fleet.keyFile,
      knownHosts: fleet.knownHostsFile,
      hostKeys: 'strict',
      agent: false,
      config: '/dev/null',
    }
    const strategy = {
      kind: 'rolling',
      batches: [batch],
      maxUnavailable: '100%',
      soak: '0s',
      pause: '0s',
      stopWhenFailuresExceed: { batch: 0, rollout: 0 },
    }
    const environment = {
      name: 'bench',
      protected: false,
      ssh,
      strategy,
      hosts: fleet.addresses.slice(0, hosts).map((address) => ({ name: address, address })),
    }
    // JSON is YAML
    writeFileSync(this.file, JSON.stringify({ app: 'bench', lifecycle, environments: [environment] }))
  }

  /** A fresh data folder with the inventory in it; the peers' inventories are not measured either. */
  reset(): void {
    rmSync(this.dataDir, { recursive: true, force: true })
    execFileSync('node', [program, 'apply', this.file, '--yes', '--data', this.dataDir], { stdio: 'pipe' })
  }

  fanOut(command: string): string[] {
    return [
      'node',
      program,
      'exec',
      '--app',
      'bench',
      '--env',
      'bench',
      '--json',
      '--data',
      this.dataDir,
      '--',
      command,
    ]
  }

  release(version: string): string[] {
    return ['node', program, 'run', 'bench', version, '--env', 'bench', '--yes', '--json', '--data', this.dataDir]
  }
}
