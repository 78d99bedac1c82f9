import type { LogPlace } from '../../terminal/log-view'

/** A tab of the dock: the log of a host, or a shell on it. */
export type DockTab = { readonly key: string; readonly kind: 'log' | 'shell'; readonly host: string }
export const layouts = [1, 2, 4, 8] as const
export type Layout = (typeof layouts)[number]
export type Follow = 'failing' | 'nothing'

export type DockState = {
  readonly tabs: readonly DockTab[]
  /** Keys of the panes in sight, at most `layout`, in their places. */
  readonly live: readonly string[]
  /** The pane that was used last. */
  readonly active: string | undefined
  readonly layout: Layout
  readonly follow: Follow
  readonly isOpen: boolean
  /** Where each log was asked to show something; a new object asks again. */
  readonly reveals: Readonly<Record<string, LogPlace>>
  /** What nobody has asked for and may give its place to what is more urgent. */
  readonly followed: readonly string[]
  /** Failed hosts that came into sight by themselves already: closed by a person, they stay closed. */
  readonly offered: readonly string[]
}

export const emptyDock: DockState = {
  tabs: [],
  live: [],
  active: undefined,
  layout: 2,
  follow: 'failing',
  isOpen: false,
  reveals: {},
  followed: [],
  offered: [],
}

export const logKey = (host: string): string => `log ${host}`

/** Bring a tab into sight, made when it is new; in the place of the pane used last when all places are taken. Pure. */
export function showTab(dock: DockState, tab: DockTab, place?: LogPlace): DockState {
  const tabs = dock.tabs.some(({ key }) => key === tab.key) ? dock.tabs : [...dock.tabs, tab]
  const reveals = place ? { ...dock.reveals, [tab.key]: place } : dock.reveals
  const followed = dock.followed.filter((key) => key !== tab.key)
  const live = placeIn(dock, tab.key, dock.active)
  return { ...dock, tabs, reveals, followed, live, active: tab.key, isOpen: true }
}

/** Bring a log into sight beside the one that is in sight, which stays. Pure. */
export function showBeside(dock: DockState, tab: DockTab, beside: string, place: LogPlace): DockState {
  const layout = dock.layout === 1 ? 2 : dock.layout
  const other = dock.live.find((key) => key !== beside)
  const shown = showTab({ ...dock, layout, active: other }, tab, place)
  return shown.live.includes(beside) ? shown : { ...shown, live: [beside, tab.key] }
}

function placeIn({ live, layout }: DockState, key: string, instead: string | undefined): string[] {
  if (live.includes(key)) return [...live]
  if (live.length < layout) return [...live, key]
  const at = instead === undefined ? -1 : live.indexOf(instead)
  return live.with(at < 0 ? live.length - 1 : at, key)
}

/** Take a tab away; its place goes to one that waits for it. Pure. */
export function closeTab(dock: DockState, key: string): DockState {
  const tabs = dock.tabs.filter((tab) => tab.key !== key)
  const left = dock.live.filter((each) => each !== key)
  const next = tabs.find((tab) => !left.includes(tab.key))
  const live = left.length < dock.live.length && next ? [...left, next.key] : left
  const active = dock.active === key ? live.at(-1) : dock.active
  return { ...dock, tabs, live, active, followed: dock.followed.filter((each) => each !== key) }
}

/** Show so many panes. Pure: the one used last stays, waiting tabs come into new places. */
export function changeLayout(dock: DockState, layout: Layout): DockState {
  const kept = dock.live.length <= layout ? dock.live : keepActive(dock.live, dock.active, layout)
  const waiting = dock.tabs.flatMap(({ key }) => (kept.includes(key) ? [] : [key]))
  return { ...dock, layout, live: [...kept, ...waiting.slice(0, layout - kept.length)], isOpen: true }
}

function keepActive(live: readonly string[], active: string | undefined, most: number): string[] {
  const first = live.slice(0, most)
  return active === undefined || first.includes(active) || !live.includes(active)
    ? first
    : [...first.slice(0, -1), active]
}

export type DockNews = {
  readonly failed: readonly string[]
  readonly running: string | undefined
  /** The window is tall enough to open the dock for what only runs. */
  readonly hasRoom: boolean
}

/**
 * What has happened to hosts: each one that fails comes into sight by itself, in a free place or in place of what was only
 * followed; what a person opened stays. `running` fills a dock in which nothing was ever opened. Pure; the same dock when
 * nothing follows.
 */
export function followHosts(dock: DockState, { failed, running, hasRoom }: DockNews): DockState {
  if (dock.follow === 'nothing') return dock
  const news = failed.filter((host) => !dock.offered.includes(host))
  const isGone = dock.offered.some((host) => !failed.includes(host))
  // one that is retried and fails again is news again
  const known = news.length > 0 || isGone ? { ...dock, offered: [...failed] } : dock
  const isUntouched = dock.tabs.length === 0 && dock.active === undefined && dock.offered.length === 0
  if (news.length === 0)
    return isUntouched && running !== undefined ? followOne({ ...known, isOpen: hasRoom }, running, false) : known
  return news.reduce((next, host) => followOne(next, host, true), known)
}

function followOne(dock: DockState, host: string, isUrgent: boolean): DockState {
  const tab: DockTab = { key: logKey(host), kind: 'log', host }
  const tabs = dock.tabs.some(({ key }) => key === tab.key) ? dock.tabs : [...dock.tabs, tab]
  const others = dock.followed.filter((key) => key !== tab.key)
  return {
    ...dock,
    tabs,
    live: liveWith(dock, tab.key, others),
    active: dock.active ?? tab.key,
    // a failed host keeps its place; what only ran gives it up
    followed: isUrgent ? others : [...others, tab.key],
    isOpen: dock.isOpen || isUrgent,
  }
}

/** In a free place, else in that of the last pane that gives its place up, else nowhere. */
function liveWith({ live, layout }: DockState, key: string, givenUp: readonly string[]): readonly string[] {
  if (live.includes(key)) return live
  if (live.length < layout) return [...live, key]
  const at = live.findLastIndex((each) => givenUp.includes(each))
  return at < 0 ? live : live.with(at, key)
}
