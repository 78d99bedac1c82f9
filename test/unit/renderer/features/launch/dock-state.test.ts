import { describe, expect, it } from 'vitest'
import {
  changeLayout,
  closeTab,
  emptyDock,
  followHosts,
  logKey,
  showBeside,
  showTab,
  type DockState,
  type DockTab,
} from '../../../../../src/renderer/features/launch/dock-state'

const log = (host: string): DockTab => ({ key: logKey(host), kind: 'log', host })
const open = (dock: DockState, ...hosts: string[]) => hosts.reduce((next, host) => showTab(next, log(host)), dock)
const hostsOf = (keys: readonly string[]) => keys.map((key) => key.replace('log ', ''))
const news = (failed: readonly string[], running?: string) => ({ failed, running, hasRoom: true })

describe('showTab', () => {
  it('fills free places, then takes that of the pane used last', () => {
    const dock = open(emptyDock, 'a', 'b', 'c')
    expect([hostsOf(dock.live), dock.tabs.length, dock.active]).toEqual([['a', 'c'], 3, logKey('c')])
  })

  it('does not open a host twice, and comes back to what waits', () => {
    const dock = open(emptyDock, 'a', 'b', 'c', 'a', 'b')
    expect([dock.tabs.length, hostsOf(dock.live)]).toEqual([3, ['b', 'c']])
  })
})

describe('showBeside', () => {
  it('keeps the pane that is compared with, and makes room for two', () => {
    const dock = showBeside(open({ ...emptyDock, layout: 1 }, 'bad'), log('good'), logKey('bad'), { step: 'verify' })
    expect([dock.layout, hostsOf(dock.live)]).toEqual([2, ['bad', 'good']])
    expect(dock.reveals[logKey('good')]).toEqual({ step: 'verify' })
  })
})

describe('closeTab', () => {
  it('gives the place to a tab that waits', () => {
    const dock = closeTab(open(emptyDock, 'a', 'b', 'c'), logKey('a'))
    expect(hostsOf(dock.live)).toEqual(['c', 'b'])
  })
})

describe('changeLayout', () => {
  it('keeps the pane used last when there are fewer places, and fills new ones', () => {
    const four = open({ ...emptyDock, layout: 4 }, 'a', 'b', 'c', 'd')
    const one = changeLayout(four, 1)
    expect(hostsOf(one.live)).toEqual(['d'])
    expect(changeLayout(one, 8).live.length).toBe(4)
  })
})

describe('followHosts', () => {
  it('shows the first host under way in a dock that was never used', () => {
    const dock = followHosts(emptyDock, news([], 'web-01'))
    expect([hostsOf(dock.live), dock.isOpen]).toEqual([['web-01'], true])
    const closed = closeTab(dock, logKey('web-01'))
    expect(followHosts({ ...closed, offered: ['x'] }, news(['x'], 'web-02')).tabs).toEqual([])
  })

  it('shows failed hosts by themselves, in place of what was only followed, and opens the dock for them', () => {
    const small = followHosts({ ...emptyDock, layout: 1 }, { ...news([], 'web-01'), hasRoom: false })
    expect(small.isOpen).toBe(false)
    const dock = followHosts(small, news(['web-02'], 'web-01'))
    expect([hostsOf(dock.live), dock.isOpen]).toEqual([['web-02'], true])
  })

  it('leaves what a person opened, and only adds a tab', () => {
    const dock = followHosts(open({ ...emptyDock, layout: 1 }, 'mine'), news(['web-02']))
    expect([hostsOf(dock.live), dock.tabs.length]).toEqual([['mine'], 2])
  })

  it('offers a failed host once, and again when it was retried and failed again', () => {
    const shown = followHosts(emptyDock, news(['web-02']))
    const closed = closeTab(shown, logKey('web-02'))
    expect(followHosts(closed, news(['web-02'])).tabs).toEqual([])
    const retried = followHosts(closed, news([]))
    expect(hostsOf(followHosts(retried, news(['web-02'])).live)).toEqual(['web-02'])
  })

  it('does nothing when nothing is followed', () => {
    const dock = { ...emptyDock, follow: 'nothing' as const }
    expect(followHosts(dock, news(['web-02'], 'web-01'))).toBe(dock)
  })
})
