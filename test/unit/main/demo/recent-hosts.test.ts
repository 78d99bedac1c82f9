import { describe, expect, it } from 'vitest'
import { RecentHosts } from '../../../../src/main/demo/recent-hosts'

const addAll = (recent: RecentHosts, hosts: string) => {
  for (const host of hosts) recent.add(host)
}

describe('RecentHosts', () => {
  it('says nothing about the fewest before the window is full', () => {
    const recent = new RecentHosts(3)
    addAll(recent, 'abcab')
    expect([recent.current(), recent.fewest()]).toEqual([3, undefined])
    addAll(recent, 'c')
    expect(recent.fewest()).toBe(3)
  })

  it('forgets a host whose last answer has left the window, and remembers the fewest', () => {
    const recent = new RecentHosts(3)
    addAll(recent, 'abcabc')
    addAll(recent, 'ababab')
    expect([recent.current(), recent.fewest()]).toEqual([2, 2])
    addAll(recent, 'abcabc')
    expect([recent.current(), recent.fewest()]).toEqual([3, 2])
  })
})
