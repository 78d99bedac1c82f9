import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeFaults } from '../../../../src/main/demo/faults'
import { installHome } from '../../../../src/main/demo/fleet-host'

let dir = ''
let home = ''

beforeEach(async () => {
  // a directory whose name a shell would take apart
  dir = join(mkdtempSync(join(tmpdir(), 'lm-host-bin-')), `it's $(here)`)
  home = join(dir, 'hosts/web-01')
  for (const part of ['switch/in', 'switch/inflight', 'monitor/silenced', 'load', 'hosts/web-01/srv/shop/releases']) {
    mkdirSync(join(dir, part), { recursive: true })
  }
  await installHome(dir, home)
})
afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }))

const write = (path: string, text: string) => writeFileSync(join(dir, path), text)
function run(command: string, ...args: string[]) {
  const { status, stdout } = spawnSync('/bin/sh', [join(home, 'bin', command), ...args], {
    encoding: 'utf8',
    env: { ...process.env, HOME: home },
  })
  return [status, stdout.trim()]
}

describe('traffic', () => {
  it('wishes a host in and out', () => {
    expect(run('traffic', 'in', 'web-01', '1.1.0')).toEqual([0, ''])
    expect(readdirSync(join(dir, 'switch/in'))).toEqual(['web-01'])
    expect([run('traffic', 'out', 'web-01', '1.1.0'), run('traffic', 'out', 'web-01', '1.1.0')]).toEqual([
      [0, ''],
      [0, ''],
    ])
    expect(readdirSync(join(dir, 'switch/in'))).toEqual([])
  })

  it('believes what the switch shows, by whole names', () => {
    write('switch/serving', 'web-010\nweb-02\n')
    expect(
      [
        ['is-out', 'web-01'],
        ['is-in', 'web-01'],
        ['is-out', 'web-02'],
        ['is-in', 'web-02'],
      ].map((args) => run('traffic', ...args)[0]),
    ).toEqual([0, 1, 1, 0])
    expect(run('traffic', 'serving')).toEqual([0, 'web-010\nweb-02'])
  })

  it('takes a switch that says nothing for neither in nor out', () => {
    expect([run('traffic', 'is-out', 'web-01')[0], run('traffic', 'is-in', 'web-01')[0]]).not.toContain(0)
  })

  it('prints the requests in flight', () => {
    write('switch/inflight/web-01', '3\n')
    expect(run('traffic', 'in-flight', 'web-01', '1.1.0')).toEqual([0, '3'])
  })
})

describe('monitor', () => {
  it('wishes silence and believes what the monitoring shows', () => {
    expect(run('monitor', 'silence', 'web-01', '1.1.0')).toEqual([0, ''])
    expect(readdirSync(join(dir, 'monitor/silenced'))).toEqual(['web-01'])
    expect(run('monitor', 'is-silent', 'web-01')[0]).not.toBe(0)
    write('monitor/state', 'web-01 silent\nweb-02 loud\n')
    expect([run('monitor', 'is-silent', 'web-01')[0], run('monitor', 'is-loud', 'web-01')[0]]).toEqual([0, 1])
    expect(run('monitor', 'listen', 'web-01', '1.1.0')).toEqual([0, ''])
    expect(readdirSync(join(dir, 'monitor/silenced'))).toEqual([])
  })
})

describe('error-rate', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['', 2],
  ])('with %j published, exits %d', (percent, status) => {
    write('load/error-percent', percent)
    expect(run('error-rate', 'below', '1')[0]).toBe(status)
  })

  it('fails when the rate is not known', () => {
    expect(run('error-rate', 'below', '1')[0]).toBe(1)
  })
})

describe('faults', () => {
  it.each([
    ['precheck', 'ready', ['web-01']],
    ['mute', 'monitor', ['silence', 'web-01']],
    ['drain', 'traffic', ['out', 'web-01']],
    ['quiet', 'traffic', ['in-flight', 'web-01']],
    ['admit', 'traffic', ['in', 'web-01']],
    ['unmute', 'monitor', ['listen', 'web-01']],
  ] as const)('let %s fail for the version they are meant for', async (step, command, args) => {
    write('switch/inflight/web-01', '0\n')
    await writeFaults(dir, [{ host: 'web-01', step }], '1.1.0')
    expect([run(command, ...args, '1.1.0')[0], run(command, ...args, '1.0.0')[0]]).toEqual([1, 0])
  })
})
