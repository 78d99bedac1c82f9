import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DoorLog } from '../../../../src/main/page/door-log'
import { FakeClock } from '../../../helpers/fake-clock'
import { tempFolder } from '../../../helpers/temp-folder'

function opened() {
  const clock = new FakeClock()
  const file = join(tempFolder(), 'web.log')
  const lines = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { clock, file, lines, log: new DoorLog(file, () => clock.nowMs()) }
}

describe('DoorLog', () => {
  it('keeps what was refused on one line each, whatever a stranger sent, for its owner only', () => {
    const { log, lines, file } = opened()
    log.write('wrong host', { host: 'a\nb', path: `/${'x'.repeat(9_999)}`, status: 421, origin: undefined })
    const at = new Date(1_000_000).toISOString()
    expect(lines()).toEqual([{ at, what: 'wrong host', host: 'a\nb', path: `/${'x'.repeat(199)}`, status: 421 }])
    expect((statSync(file).mode & 0o777).toString(8)).toBe('600')
  })

  it('counts what comes too fast', () => {
    const { log, lines, clock } = opened()
    for (let i = 0; i < 50; i += 1) log.write('wrong token')
    expect(lines()).toHaveLength(20)
    clock.advance(1_000)
    log.write('wrong token')
    expect(lines().map(({ what }) => what)).toEqual([
      ...Array(20).fill('wrong token'),
      '30 more refused',
      'wrong token',
    ])
  })

  it('stays small', () => {
    const { log, file, clock } = opened()
    for (let i = 0; i < 9_000; i += 1) {
      clock.advance(100)
      log.write('no such file', { path: 'x'.repeat(200) })
    }
    expect(statSync(file).size).toBeLessThan(1_100_000)
    expect(statSync(`${file}.1`).size).toBeLessThan(1_100_000)
  })
})
