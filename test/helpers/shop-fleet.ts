import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openNginxServer, type NginxServer } from './nginx-server'
import { startOpensshServer, type OpensshServer } from './openssh-server'

export type ShopOptions = {
  readonly hosts: number
  readonly isProtected?: boolean
  /** Lines of YAML below `strategy:`, without indentation. */
  readonly strategy?: readonly string[]
  readonly gates?: readonly string[]
  /** Seconds every restart takes, so that a test can interrupt it. */
  readonly restartSeconds?: number
}

/**
 * A fleet of one real sshd on many loopback addresses and a package on a real nginx. A host is a directory; its traffic is
 * a file in the balancer's directory; every step writes its name to a file on the host, so that a test can count.
 */
export class ShopFleet {
  readonly dir = mkdtempSync(join(tmpdir(), 'lastmile-shop-'))
  readonly names: readonly string[]
  readonly #sshd: OpensshServer
  readonly #nginx: NginxServer

  private constructor(names: readonly string[], sshd: OpensshServer, nginx: NginxServer, www: string) {
    this.names = names
    this.#sshd = sshd
    this.#nginx = nginx
    this.www = www
  }
  readonly www: string

  static async start(options: ShopOptions): Promise<ShopFleet> {
    const names = Array.from({ length: options.hosts }, (_, i) => `web-${String(i + 1).padStart(2, '0')}`)
    const addresses = names.map((_, i) => addressOf(i))
    const www = mkdtempSync(join(tmpdir(), 'lastmile-www-'))
    const [sshd, nginx] = await Promise.all([
      startOpensshServer({ addresses, config: ['MaxStartups 200', 'MaxSessions 20'] }),
      openNginxServer(www),
    ])
    const fleet = new ShopFleet(names, sshd, nginx, www)
    fleet.#install(options)
    return fleet
  }

  get specFile(): string {
    return join(this.dir, 'lastmile.yml')
  }

  host(name: string): string {
    return join(this.dir, 'hosts', name)
  }

  /** `~` of a host. */
  homeOf(name: string): string {
    return this.#sshd.homeOf(addressOf(this.names.indexOf(name)))
  }

  /** The version `current` points to. */
  version(name: string): string {
    return readlinkSync(join(this.host(name), 'shop/current')).replace(/.*\//, '')
  }

  /** Names of the steps that ran on a host, in order. */
  steps(name: string): string[] {
    const file = join(this.host(name), 'steps')
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
  }

  isServing(name: string): boolean {
    return existsSync(join(this.dir, 'traffic', name))
  }

  isMuted(name: string): boolean {
    return existsSync(join(this.dir, 'silences', name))
  }

  /** Make the verify step of a host fail, or let it pass again. */
  breakHost(name: string, isBroken = true): void {
    const file = join(this.host(name), 'broken')
    if (isBroken) writeFileSync(file, '')
    else rmSync(file, { force: true })
  }

  /** Build a package of a version and put it with its checksum on the web server. */
  publish(version: string): string {
    const content = mkdtempSync(join(tmpdir(), 'lastmile-package-'))
    writeFileSync(join(content, 'VERSION'), `${version}\n`)
    const file = join(this.www, `shop-${version}.tar.gz`)
    execFileSync('tar', ['-czf', file, '-C', content, '.'])
    rmSync(content, { recursive: true })
    const digest = createHash('sha256').update(readFileSync(file)).digest('hex')
    writeFileSync(`${file}.sha256`, `${digest}  shop-${version}.tar.gz\n`)
    return digest
  }

  async stop(): Promise<void> {
    await Promise.all([this.#sshd.stop(), this.#nginx.stop()])
    for (const dir of [this.dir, this.www]) rmSync(dir, { recursive: true, force: true })
  }

  #install(options: ShopOptions): void {
    for (const folder of ['traffic', 'silences']) mkdirSync(join(this.dir, folder))
    const digest = this.publish('1.0.0')
    this.publish('1.1.0')
    for (const name of this.names) {
      const release = join(this.host(name), 'shop/releases/1.0.0')
      mkdirSync(release, { recursive: true })
      writeFileSync(join(release, 'VERSION'), '1.0.0\n')
      writeFileSync(join(release, '.lastmile-sha256'), `${digest}\n`)
      symlinkSync('releases/1.0.0', join(this.host(name), 'shop/current'))
      writeFileSync(join(this.dir, 'traffic', name), '')
    }
    writeFileSync(this.specFile, this.#spec(options))
  }

  #spec({ isProtected = true, strategy = [], gates = [], restartSeconds = 0 }: ShopOptions): string {
    const indent = (lines: readonly string[]) => lines.map((line) => `      ${line}\n`).join('')
    const host = (name: string, i: number) =>
      `      - { name: ${name}, address: ${addressOf(i)}, labels: { zone: ${'abc'[i % 3]} }, canary: ${i === 0} }\n`
    const log = (step: string) => `echo ${step} >> ${this.dir}/hosts/{host.name}/steps`
    return `app: shop
package:
  url: ${this.#nginx.url}/shop-{version}.tar.gz
  root: ${this.dir}/hosts/{host.name}/shop
lifecycle:
  precheck: { run: "${log('precheck')}", timeout: 20s }
  mute: { run: "${log('mute')}; touch ${this.dir}/silences/{host.name}", check: "test -e ${this.dir}/silences/{host.name}" }
  drain: { run: "${log('drain')}; rm -f ${this.dir}/traffic/{host.name}", check: "test ! -e ${this.dir}/traffic/{host.name}" }
  restart: { run: "${log('restart')}; sleep ${restartSeconds}" }
  verify: { run: "test ! -e ${this.dir}/hosts/{host.name}/broken && grep -qx {version} {root}/current/VERSION", consecutive: 2, interval: 100ms, timeout: 3s }
  admit: { run: "${log('admit')}; touch ${this.dir}/traffic/{host.name}", check: "test -e ${this.dir}/traffic/{host.name}" }
  unmute: { run: "${log('unmute')}; rm -f ${this.dir}/silences/{host.name}", check: "test ! -e ${this.dir}/silences/{host.name}" }
environments:
  - name: production
    protected: ${isProtected}
    ssh: { user: ${this.#sshd.user}, port: ${this.#sshd.port}, identityFile: ${this.#sshd.keyPath}, knownHosts: ${this.#sshd.knownHostsPath}, hostKeys: strict, config: /dev/null }
    traffic: { serving: "ls ${this.dir}/traffic", on: local }
    strategy:
${indent(strategy.length > 0 ? strategy : ['canary: { hosts: 1, soak: 1s }', 'batches: [2, 30%]', 'maxUnavailable: 40%'])}    gates:
${indent(gates.length > 0 ? gates : ['beforeBatch:', '  - { id: on-call, ask: "On-call informed", kind: tick, why: "INC-2031" }'])}    hosts:
${this.names.map(host).join('')}`
  }
}

/** 127.0.10.1, 127.0.10.2 …: one sshd answers on all of them. */
const addressOf = (index: number): string => `127.0.${10 + Math.floor(index / 250)}.${(index % 250) + 1}`
