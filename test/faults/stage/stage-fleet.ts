import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stepNames, type StepName } from '../../../src/shared/domain/lifecycle'
import { openNginxServer, type NginxServer } from '../../helpers/nginx-server'
import { startOpensshServer, type OpensshServer } from '../../helpers/openssh-server'
import { Observer } from './observer'
import type { Effect, Site } from './site'
import { specOfStage, type StageOptions } from './stage-spec'
import { lookScript, stepScript } from './step-files'

export const firstVersion = '1.0.0'
export const nextVersion = '1.1.0'

/** Each fleet of this process has addresses of its own, so that several may run side by side. */
let fleets = 0

/**
 * Hosts behind one real sshd on loopback addresses, and a package on a real nginx. A host is a directory; its traffic and
 * its silence are files; every step appends to `effects` in its directory.
 */
export class StageFleet implements Site {
  readonly dir: string
  readonly names: readonly string[]
  readonly firstVersion = firstVersion
  readonly sshd: OpensshServer
  readonly nginx: NginxServer
  readonly observer: Observer
  readonly www: string
  readonly #addresses: readonly string[]

  private constructor(parts: {
    readonly dir: string
    readonly names: readonly string[]
    readonly addresses: readonly string[]
    readonly www: string
    readonly sshd: OpensshServer
    readonly nginx: NginxServer
    readonly observer: Observer
  }) {
    this.dir = parts.dir
    this.names = parts.names
    this.#addresses = parts.addresses
    this.www = parts.www
    this.sshd = parts.sshd
    this.nginx = parts.nginx
    this.observer = parts.observer
  }

  static async start(options: StageOptions): Promise<StageFleet> {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'lm-stage-')))
    const names = Array.from({ length: options.hosts ?? 5 }, (_, i) => `web-${String(i + 1).padStart(2, '0')}`)
    fleets += 1
    const addresses = names.map((_, i) => `127.0.${20 + (fleets % 200)}.${i + 1}`)
    const www = join(dir, 'www')
    for (const folder of ['traffic', 'silences', 'www']) mkdirSync(join(dir, folder))
    writeFileSync(join(dir, 'step.sh'), stepScript(dir))
    writeFileSync(join(dir, 'look.sh'), lookScript(dir))
    const digest = [firstVersion, nextVersion].map((version) => publish(www, version))[0] ?? ''
    for (const name of names) installHost(dir, name, digest)
    const [sshd, nginx, observer] = await Promise.all([
      startOpensshServer({ addresses, config: options.sshd ?? [] }),
      openNginxServer(www),
      Observer.start({ kind: 'directory', path: join(dir, 'traffic') }, options.observeEveryMs),
    ])
    const fleet = new StageFleet({ dir, names, addresses, www, sshd, nginx, observer })
    fleet.describe(options)
    return fleet
  }

  /** Write `lastmile.yml`, at the start or once more with other options. */
  describe(options: StageOptions): void {
    const { sshd } = this
    const ssh = {
      user: sshd.user,
      port: sshd.port,
      identityFile: sshd.keyPath,
      knownHosts: sshd.knownHostsPath,
      hostKeys: 'strict',
      agent: false,
      config: '/dev/null',
    }
    const facts = {
      dir: this.dir,
      names: this.names,
      addressOf: (index: number) => this.#addresses[index] ?? '',
      packageUrl: this.nginx.url,
      ssh,
    }
    // JSON is YAML
    writeFileSync(this.specFile, JSON.stringify(specOfStage(options, facts), undefined, 2))
  }

  get specFile(): string {
    return join(this.dir, 'lastmile.yml')
  }

  /** The directory that is a host. */
  host(name: string): string {
    return join(this.dir, 'hosts', name)
  }

  /** The loopback address that a host answers on. */
  addressOf(name: string): string {
    return this.#addresses[this.names.indexOf(name)] ?? ''
  }

  /** `~` of the host: the console's run directories are below it. */
  homeOf(name: string): string {
    return this.sshd.homeOf(this.addressOf(name))
  }

  homes(): readonly string[] {
    return [...this.names.map((name) => this.homeOf(name)), join(this.sshd.dir, 'home')]
  }

  versionOf(name: string): string {
    return readlinkSync(join(this.host(name), 'shop/current')).replace(/.*\//, '')
  }

  isServing(name: string): boolean {
    return existsSync(join(this.dir, 'traffic', name))
  }

  isMuted(name: string): boolean {
    return existsSync(join(this.dir, 'silences', name))
  }

  effectsOf(name: string): readonly Effect[] {
    const file = join(this.host(name), 'effects')
    if (!existsSync(file)) return []
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
    return lines.map(parseEffect)
  }

  get processMark(): string {
    return `HOME=${this.sshd.dir}/`
  }

  /** Make a step fail on a host for one version, so that going back works; or mend it. */
  breakStep(name: string, step: StepName, version: string | undefined = nextVersion): void {
    this.#tell(name, 'fail', step, version)
  }

  mendStep(name: string, step: StepName): void {
    this.#tell(name, 'fail', step, undefined)
  }

  /** Make a step take some seconds on a host, so that it can be interrupted; 0 makes it quick again. */
  slowStep(name: string, step: StepName, seconds: number): void {
    this.#tell(name, 'slow', step, seconds === 0 ? undefined : String(seconds))
  }

  /** What a step prints on a host. */
  printAt(name: string, step: StepName, text: string): void {
    this.#tell(name, 'output', step, text)
  }

  /** Put a package of one more version on the web server. */
  publish(version: string): string {
    return publish(this.www, version)
  }

  async stop(): Promise<void> {
    await Promise.all([this.sshd.stop(), this.nginx.stop(), this.observer.stop()])
    rmSync(this.dir, { recursive: true, force: true })
  }

  #tell(name: string, what: string, step: StepName, text: string | undefined): void {
    const file = join(this.host(name), `${what}.${step}`)
    if (text === undefined) rmSync(file, { force: true })
    else writeFileSync(file, text)
  }
}

function installHost(dir: string, name: string, digest: string): void {
  const release = join(dir, 'hosts', name, 'shop/releases', firstVersion)
  mkdirSync(release, { recursive: true })
  writeFileSync(join(release, 'VERSION'), `${firstVersion}\n`)
  writeFileSync(join(release, '.lastmile-sha256'), `${digest}\n`)
  symlinkSync(`releases/${firstVersion}`, join(dir, 'hosts', name, 'shop/current'))
  writeFileSync(join(dir, 'traffic', name), '')
}

/** Build a package and its checksum; returns the sha256. */
function publish(www: string, version: string): string {
  const content = mkdtempSync(join(tmpdir(), 'lm-package-'))
  writeFileSync(join(content, 'VERSION'), `${version}\n`)
  const file = join(www, `shop-${version}.tar.gz`)
  execFileSync('tar', ['-czf', file, '-C', content, '.'])
  rmSync(content, { recursive: true })
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex')
  writeFileSync(`${file}.sha256`, `${digest}  shop-${version}.tar.gz\n`)
  return digest
}

function parseEffect(line: string): Effect {
  const [rollout = '', stepText = '', attempt = '', word = ''] = line.split(' ')
  const step = stepNames.find((name) => name === stepText)
  if (step === undefined || !['begin', 'done', 'look'].includes(word)) throw new Error(`a torn effect line: "${line}"`)
  return { rollout, step, attempt: Number(attempt), word: word as Effect['word'] }
}
