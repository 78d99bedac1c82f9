import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { mountDisk, runTool, type NetNamespace } from './net-namespace'
import { DropbearDaemon, OpensshDaemon, type SshDaemon } from './net-ssh-daemon'
import { findProgram } from './ssh-fixture'

export type NetHostOptions = {
  readonly server?: 'openssh' | 'dropbear' | undefined
  /** Further lines for sshd_config (OpenSSH only). */
  readonly sshdConfig?: readonly string[] | undefined
  /** root's home, as a path of this machine; left out: a folder of its own. */
  readonly home?: string | undefined
  /** Folders of this machine that are small disks on the host. */
  readonly disks?: readonly { readonly folder: string; readonly sizeBytes: number }[] | undefined
  /** Public key line that may log in as root. */
  readonly authorizedKey: string
}

/**
 * The first process of a host. It mounts what a host has of its own, then only collects processes that nobody else does.
 * Arguments: folder of the host, its name, root's home. Its `/run` is new at each start, its home stays.
 */
const initScript = `
mount --bind "$3" /root && mount -t tmpfs -o mode=755 tmpfs /run && mkdir /run/sshd &&
mount --bind "$1/boot_id" /proc/sys/kernel/random/boot_id && hostname "$2" || exit 1
export HOME=/root
cd /
echo up >"$1/up"
while :; do sleep 3600 & wait $!; done
`
const bootTimeoutMs = 10_000

/**
 * A host of its own: network, processes, mounts, uptime and boot id are not those of this machine; the kernel and the other
 * files are. root's home is `home`, also under that path. Ending its first process ends everything on it, as a power cut would.
 */
export class NetHost {
  readonly name: string
  readonly address: string
  readonly namespace: NetNamespace
  readonly dir: string
  /** root's home on the host, as a path of this machine. */
  readonly home: string
  readonly daemon: SshDaemon
  readonly #unmounts: readonly (() => void)[]
  #init: ChildProcess | undefined
  #pid = 0

  constructor(
    place: { readonly name: string; readonly dir: string; readonly namespace: NetNamespace; readonly address: string },
    options: NetHostOptions,
  ) {
    this.name = place.name
    this.address = place.address
    this.namespace = place.namespace
    this.dir = place.dir
    this.home = options.home ?? join(this.dir, 'home')
    mkdirSync(this.home, { recursive: true })
    this.#unmounts = (options.disks ?? []).map(({ folder, sizeBytes }) => mountDisk(folder, sizeBytes))
    const { sshdConfig = [], authorizedKey } = options
    this.daemon =
      options.server === 'dropbear'
        ? new DropbearDaemon(this.dir, this.home, authorizedKey)
        : new OpensshDaemon(this.dir, authorizedKey, [...sshdConfig, `SetEnv HOME=${this.home}`])
  }

  /** Start the host and its ssh daemon; resolves when that listens. */
  async powerOn(): Promise<void> {
    writeFileSync(join(this.dir, 'boot_id'), `${randomUUID()}\n`)
    rmSync(join(this.dir, 'up'), { force: true })
    const [uptime = '0'] = readFileSync('/proc/uptime', 'utf8').split('.')
    const unshare = ['--pid', '--fork', '--kill-child=KILL', '--mount', '--mount-proc', '--uts', '--time']
    // the kernel ends it with this process, so that nothing is left behind
    this.#init = spawn(findProgram('setpriv') ?? 'setpriv', [
      ...['--pdeathsig', 'KILL', findProgram('nsenter') ?? 'nsenter', `--net=${this.namespace.path}`],
      ...['unshare', ...unshare, '--boottime', `-${uptime}`],
      ...['/bin/sh', '-c', initScript, 'init', this.dir, this.name, this.home],
    ])
    let said = ''
    this.#init.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()))
    await this.#until(
      () => existsSync(join(this.dir, 'up')),
      () => `${this.name} did not start: ${said}`,
    )
    this.#pid = childOf(this.#init.pid ?? 0)
    await this.startDaemon()
  }

  /** End every process at once. Their connections are closed by the kernel, unless packets are dropped before. */
  async powerOff(): Promise<void> {
    const init = this.#init
    this.#init = undefined
    if (init === undefined || init.exitCode !== null || init.signalCode !== null) return
    const gone = new Promise((resolve) => init.once('exit', resolve))
    process.kill(this.#pid, 'SIGKILL')
    await gone
  }

  async reboot(): Promise<void> {
    await this.powerOff()
    await this.powerOn()
  }

  /** Run a shell script on the host as root, and return what it prints. */
  shell(script: string): string {
    return runTool('nsenter', [...this.#entry, '/bin/sh', '-c', script])
  }

  async startDaemon(): Promise<void> {
    const [program, args] = this.daemon.command()
    runTool('nsenter', [...this.#entry, findProgram(program) ?? program, ...args])
    await this.#until(
      () => this.#isListening(),
      () => `no ssh daemon on ${this.name}: ${this.daemon.log()}`,
    )
  }

  /** End the ssh daemon; with `sessions` also every session of it. Detached steps go on. */
  stopDaemon(ends: 'listener' | 'sessions'): void {
    const name = this.daemon.processName
    const isWanted = ends === 'sessions' ? 'true' : `[ "\${pid#/proc/}" = "$(cat ${this.daemon.pidFile})" ]`
    this.shell(`for pid in /proc/[0-9]*; do
      read -r name <"$pid/comm" && [ "$name" = ${name} ] && ${isWanted} && kill -KILL "\${pid#/proc/}"
    done 2>/dev/null; true`)
  }

  async restartDaemon(): Promise<void> {
    this.stopDaemon('sessions')
    await this.startDaemon()
  }

  async stop(): Promise<void> {
    await this.powerOff()
    for (const unmount of this.#unmounts) unmount()
    this.namespace.remove()
  }

  get #entry(): string[] {
    return ['--target', String(this.#pid), '--mount', '--net', '--pid', '--uts', '--time']
  }

  /** As the kernel tells it, so that no connection has to be tried through whatever is broken. */
  #isListening(): boolean {
    // local address :0016 is port 22, state 0A is "listen"
    return /^ *\d+: [0-9A-F]+:0016 [0-9A-F]+:0000 0A /m.test(readFileSync(`/proc/${this.#pid}/net/tcp`, 'utf8'))
  }

  async #until(holds: () => boolean, describe: () => string): Promise<void> {
    for (const endMs = Date.now() + bootTimeoutMs; !holds(); await delay(10)) {
      if (Date.now() > endMs) throw new Error(describe())
    }
  }
}

function childOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  if (child === undefined) throw new Error(`process ${pid} has no child`)
  return Number(child)
}
