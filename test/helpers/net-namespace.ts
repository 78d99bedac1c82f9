import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './ssh-fixture'

/** Whatever is made here is named `lmnet-<pid>-…` (network devices, whose names are short, `lm<pid>x…`), so that it is found. */
const prefix = 'lmnet'
const netnsFolder = '/run/netns'

/** Run a program of the machine and return what it prints. Throws with what it says on stderr. */
export function runTool(program: string, args: readonly string[]): string {
  return execFileSync(findProgram(program) ?? program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** The folder for what belongs to the namespaces of this process. */
export const netFolderPrefix = join(tmpdir(), `${prefix}-${process.pid}-`)

let lastNamespace = 0

/** A network namespace with a name; it lives until `remove`, whatever runs in it. */
export class NetNamespace {
  readonly name: string

  constructor(label: string) {
    lastNamespace += 1
    this.name = `${prefix}-${process.pid}-${lastNamespace}-${label}`
    runTool('ip', ['netns', 'add', this.name])
    this.run('ip', ['link', 'set', 'lo', 'up'])
  }

  get path(): string {
    return join(netnsFolder, this.name)
  }

  /** Run a program in this network, and return what it prints. */
  run(program: string, args: readonly string[]): string {
    return runTool('nsenter', [`--net=${this.path}`, findProgram(program) ?? program, ...args])
  }

  remove(): void {
    removeNamespace(this.name)
  }
}

let lastDevice = 0
/** 15 characters is the longest name of a device: `lm`, the process in base 36, `x`, a number in base 36. */
const newDeviceName = (): string => `lm${process.pid.toString(36)}x${(lastDevice += 1).toString(36)}`

/**
 * A switch that namespaces are plugged into. With `isReachable` this machine has an address on it as well and can talk to
 * all of them; otherwise only they can, among each other. Addresses are of 198.18.0.0/15, which is set aside for tests.
 */
export class NetSwitch {
  /** The first three numbers of the addresses. */
  readonly subnet: string
  readonly #name = newDeviceName()

  constructor(options: { readonly isReachable: boolean }) {
    this.subnet = findFreeSubnet()
    runTool('ip', ['link', 'add', this.#name, 'type', 'bridge'])
    // an alias tells other processes that the subnet is taken, also where there is no address
    runTool('ip', ['link', 'set', this.#name, 'up', 'alias', this.subnet])
    if (options.isReachable) runTool('ip', ['address', 'add', `${this.subnet}.1/24`, 'dev', this.#name])
  }

  /** Give a namespace a device on this switch; returns its address. */
  plug(namespace: NetNamespace, number: number): string {
    const address = `${this.subnet}.${number}`
    const [outside, inside] = [newDeviceName(), newDeviceName()]
    runTool('ip', ['link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', namespace.name])
    runTool('ip', ['link', 'set', outside, 'master', this.#name, 'up'])
    namespace.run('ip', ['address', 'add', `${address}/24`, 'dev', inside])
    namespace.run('ip', ['link', 'set', inside, 'up'])
    return address
  }

  remove(): void {
    runTool('ip', ['link', 'delete', this.#name])
  }
}

/** Put a small disk of its own where a folder is, with what is in there. Returns the way to take it away. */
export function mountDisk(folder: string, sizeBytes: number): () => void {
  const content = mkdtempSync(netFolderPrefix)
  cpSync(folder, content, { recursive: true, verbatimSymlinks: true })
  runTool('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes},mode=755`, `${prefix}-${process.pid}-disk`, folder])
  cpSync(content, folder, { recursive: true, verbatimSymlinks: true })
  rmSync(content, { recursive: true })
  return () => tryTool('umount', ['--lazy', folder])
}

/** Remove what processes that are no more left behind: disks, namespaces, devices and folders. */
export function sweepNamespaces(): void {
  for (const line of readFileSync('/proc/mounts', 'utf8').split('\n')) {
    const [disk = '', folder = ''] = line.split(' ')
    if (isLeftBehind(disk)) tryTool('umount', ['--lazy', folder])
  }
  for (const name of listFolder(netnsFolder)) if (isLeftBehind(name)) removeNamespace(name)
  for (const device of listDevices()) {
    const [, owner = ''] = /^lm([0-9a-z]+)x[0-9a-z]+$/.exec(device) ?? []
    if (owner !== '' && !isAlive(Number.parseInt(owner, 36))) tryTool('ip', ['link', 'delete', device])
  }
  for (const name of listFolder(tmpdir()).filter(isLeftBehind)) {
    rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}

/** `lmnet-<pid>-…` of a process that is no more. */
function isLeftBehind(name: string): boolean {
  const [, pid] = new RegExp(`^${prefix}-(\\d+)-`).exec(name) ?? []
  return pid !== undefined && !isAlive(Number(pid))
}

function removeNamespace(name: string): void {
  const pids = tryTool('ip', ['netns', 'pids', name]).split('\n').filter(Boolean).map(Number)
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
  tryTool('ip', ['netns', 'delete', name])
}

/** 198.18.1 … 198.18.250, from a place that depends on the process. */
function findFreeSubnet(): string {
  const taken = tryTool('ip', ['-details', 'link', 'show', 'type', 'bridge'])
  const routes = tryTool('ip', ['-4', 'route'])
  for (let tried = 0; tried < 250; tried += 1) {
    const subnet = `198.18.${((process.pid + tried) % 250) + 1}`
    if (!`${taken}\n`.includes(`alias ${subnet}\n`) && !routes.includes(`${subnet}.`)) return subnet
  }
  throw new Error('no subnet of 198.18.0.0/16 is free')
}

const listDevices = (): string[] => listFolder('/sys/class/net')

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** For clean-up: what is gone already needs no removing. */
function tryTool(program: string, args: readonly string[]): string {
  try {
    return runTool(program, args)
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
