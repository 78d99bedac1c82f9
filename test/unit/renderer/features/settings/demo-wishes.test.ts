import { describe, expect, it } from 'vitest'
import { demoHosts, parseFaults, parseHostCount } from '../../../../../src/renderer/features/settings/demo-wishes'
import { requests } from '../../../../../src/shared/ipc/contract'

describe('parseHostCount', () => {
  it.each([
    ['3', 3],
    [' 500 ', 500],
    ['2', undefined],
    ['501', undefined],
    ['12.5', undefined],
    ['1e2', undefined],
    ['', undefined],
    ['-12', undefined],
  ])('reads %o', (text, hosts) => {
    expect(parseHostCount(text)).toBe(hosts)
  })

  it('allows what the console takes, and no more', () => {
    const isTaken = (hosts: number) => requests['demo:start'].input.safeParse({ hosts }).success
    const { min, max, usual } = demoHosts
    expect([min - 1, min, max, max + 1].map(isTaken)).toEqual([false, true, true, false])
    expect(requests['demo:start'].input.parse({}).hosts).toBe(usual)
  })
})

describe('parseFaults', () => {
  it('takes one per line or parted by commas', () => {
    expect(parseFaults(' web-07:verify\n\nweb-08:fetch, web-09:drain,')).toEqual([
      'web-07:verify',
      'web-08:fetch',
      'web-09:drain',
    ])
    expect(parseFaults('  ')).toEqual([])
  })
})
