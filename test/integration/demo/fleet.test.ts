import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startFleet, type Fleet } from '../../../src/main/demo/fleet'
import type { FleetHost } from '../../../src/main/demo/fleet-host'
import { startLoad } from '../../../src/main/demo/load-generator'
import { processesOf, ssh } from './fleet-fixture'

let folder = ''
let fleet: Fleet

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lm-fleet-'))
  fleet = await startFleet({ dir: join(folder, 'fleet'), hosts: 12, zones: 3 })
})
afterAll(async () => {
  await fleet.stop()
  rmSync(folder, { recursive: true, force: true })
})

const hostAt = (index: number): FleetHost => fleet.hosts[index]!
const onBalancer = async (command: string) => (await ssh(fleet, fleet.balancer, command)).exitCode
const untilTrue = (command: string) =>
  vi.waitFor(async () => expect(await onBalancer(command)).toBe(0), { timeout: 10_000, interval: 50 })

/** What the nine steps do to a host, by hand. */
async function release(host: FleetHost, version: string): Promise<void> {
  const { name } = host
  const service = '~/srv/shop/current/bin/service'
  await ssh(
    fleet,
    host,
    `mkdir -p ~/srv/shop/releases/${version} && tar -xzf ${fleet.packageDir}/shop-${version}.tar.gz -C ~/srv/shop/releases/${version}`,
  )
  expect(await onBalancer(`~/bin/traffic out ${name} ${version}`)).toBe(0)
  await untilTrue(`~/bin/traffic is-out ${name}`)
  await untilTrue(`[ "$(~/bin/traffic in-flight ${name} ${version})" = 0 ]`)
  const switchCurrent = `ln -s releases/${version} ~/srv/shop/current.new && mv -T ~/srv/shop/current.new ~/srv/shop/current`
  const restarted = await ssh(
    fleet,
    host,
    `${switchCurrent} && ${service} stop && ${service} start && ${service} version`,
  )
  expect(restarted).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' })
  expect(await onBalancer(`~/bin/traffic in ${name} ${version}`)).toBe(0)
  await untilTrue(`~/bin/traffic is-in ${name}`)
}

describe('startFleet', () => {
  it('has twelve hosts in three zones with the installed version running, all in', async () => {
    expect(fleet.hosts.map(({ zone }) => zone).join('')).toBe('abcabcabcabc')
    expect([...(await fleet.askVersions()).values()]).toEqual(Array.from({ length: 12 }, () => '1.0.0'))
    expect(fleet.runningServices()).toBe(12)
    expect(await ssh(fleet, fleet.balancer, '~/bin/traffic serving')).toMatchObject({
      stdout: fleet.hosts.map(({ name }) => `${name}\n`).join(''),
    })
  })

  it('refuses a directory in which something lies', async () => {
    const dir = mkdtempSync(join(folder, 'taken-'))
    writeFileSync(join(dir, 'mine'), '')
    await expect(startFleet({ dir })).rejects.toMatchObject({ code: 'demo.directory-in-use' })
    expect(existsSync(join(dir, 'mine'))).toBe(true)
  })

  it('confirms a silence on the host itself', async () => {
    const host = hostAt(4)
    const states: number[] = []
    for (const [verb, shown] of [
      ['silence', 'is-silent'],
      ['listen', 'is-loud'],
    ]) {
      await ssh(fleet, host, `~/bin/monitor ${verb} ${host.name} 1.1.0`)
      await vi.waitFor(
        async () => expect((await ssh(fleet, host, `~/bin/monitor ${shown} ${host.name}`)).exitCode).toBe(0),
        { timeout: 10_000 },
      )
      states.push(fleet.monitor.silenced().length)
    }
    expect(states).toEqual([1, 0])
  })
})

describe('a fleet under load', () => {
  it('fails no request while hosts are released properly, and some when a service dies while in', async () => {
    const load = await startLoad({ url: fleet.traffic.url, fleetDir: fleet.dir })
    await sleep(300)
    for (const host of [hostAt(0), hostAt(1)]) await release(host, '1.1.0')
    await sleep(300)
    const good = load.report()
    expect(good).toMatchObject({ failedCount: 0, firstFailures: [] })
    expect(good.servedCount).toBeGreaterThan(100)
    expect(good.byVersion['1.1.0']).toBeGreaterThan(0)
    expect(fleet.traffic.fewestServing()).toBe(11)
    expect(await onBalancer('~/bin/error-rate below 1')).toBe(0)

    const victim = hostAt(5)
    await ssh(fleet, victim, 'read -r pid version <~/srv/shop/shared/run/service.pid; kill -KILL "$pid"')
    await untilTrue('! ~/bin/error-rate below 1')
    const bad = await load.stop()
    expect(bad.failedCount).toBeGreaterThan(0)
    expect(new Set(bad.firstFailures.map(({ host }) => host))).toEqual(new Set([victim.name]))
    expect(fleet.traffic.failedCount()).toBe(bad.failedCount)
    expect((await fleet.askVersions()).get(victim.name)).toBeUndefined()
    expect((await ssh(fleet, victim, '~/srv/shop/current/bin/service start')).exitCode).toBe(0)
  })

  it('finishes requests in flight when a service is told to end', async () => {
    const host = hostAt(7)
    const requests = Array.from({ length: 20 }, () => askExpecting(host.httpPort))
    await Promise.all(requests.map(({ isReceived }) => isReceived))
    process.kill(Number(readFileSync(join(host.home, 'srv/shop/shared/run/service.pid'), 'utf8').split(' ')[0]))
    const statuses = await Promise.all(requests.map(({ status }) => status))
    expect(statuses).toEqual(requests.map(() => 200))
    await vi.waitFor(() => expect(fleet.runningServices()).toBe(11), { timeout: 10_000 })
    expect((await ssh(fleet, host, '~/srv/shop/current/bin/service start')).exitCode).toBe(0)
  })
})

/** A request of which one knows when the service has it: `100 Continue` is its receipt. */
function askExpecting(port: number) {
  const request = get({ host: '127.0.0.1', port, agent: false, headers: { expect: '100-continue' } })
  const status = new Promise((resolve, reject) => {
    request.on('error', reject).on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
  })
  return { isReceived: new Promise((resolve) => request.once('continue', resolve)), status }
}

describe('faults', () => {
  it('break the new version and leave the old one alone', async () => {
    const dir = join(folder, 'broken')
    const broken = await startFleet({
      dir,
      hosts: 3,
      fail: [
        { host: 'web-01', step: 'verify' },
        { host: 'web-02', step: 'restart' },
      ],
    })
    try {
      const answers = []
      for (const host of broken.hosts) {
        await ssh(
          broken,
          host,
          `cd ~/srv/shop/releases && mkdir 1.1.0 && tar -xzf ${broken.packageDir}/shop-1.1.0.tar.gz -C 1.1.0`,
        )
        const to = (version: string) => ssh(broken, host, `~/srv/shop/releases/${version}/bin/service start`)
        const forward = (await to('1.1.0')).exitCode
        const versions = [(await broken.askVersions()).get(host.name)]
        expect((await to('1.0.0')).exitCode).toBe(0)
        versions.push((await broken.askVersions()).get(host.name))
        answers.push([host.name, forward, ...versions])
      }
      expect(answers).toEqual([
        ['web-01', 0, undefined, '1.0.0'],
        ['web-02', 1, undefined, '1.0.0'],
        ['web-03', 0, '1.1.0', '1.0.0'],
      ])
    } finally {
      await broken.stop()
    }
  })
})

describe('Fleet.stop', () => {
  it('leaves neither a process nor a file, whatever still runs', async () => {
    const dir = join(folder, 'stopped')
    const other = await startFleet({ dir, hosts: 2, zones: 1 })
    await ssh(other, other.hosts[0]!, 'setsid sleep 300 >/dev/null 2>&1 </dev/null & exit 0')
    const hanging = ssh(other, other.hosts[1]!, 'sleep 300')
    await vi.waitFor(() => expect(processesOf(other.dir).length).toBeGreaterThanOrEqual(4), { timeout: 10_000 })
    await Promise.all([other.stop(), other.stop()])
    expect([processesOf(other.dir), existsSync(dir)]).toEqual([[], false])
    expect((await hanging).exitCode).not.toBe(0)
  })
})
