import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { LogPlace } from '../../terminal/log-view'
import {
  changeLayout,
  closeTab,
  emptyDock,
  followHosts,
  logKey,
  showBeside,
  showTab,
  type DockNews,
  type DockState,
  type Follow,
  type Layout,
} from './dock-state'

/** The question that is open on the page. */
export type LaunchDialog =
  | { readonly kind: 'resume' | 'retry' | 'revoke' | 'rollback' | 'keys' }
  | { readonly kind: 'exclude'; readonly host: string }
  | { readonly kind: 'settle'; readonly debts: readonly string[] }

export type LaunchUi = {
  /** The tile that has or had the focus. */
  readonly focused: string | undefined
  /** The host whose sheet is open. */
  readonly sheet: string | undefined
  readonly dialog: LaunchDialog | undefined
  readonly isSearching: boolean
  readonly dock: DockState
}

/** What a person has opened on one launch page; it is gone with the page. */
export class LaunchUiStore {
  readonly store: StoreApi<LaunchUi> = createStore(() => ({
    focused: undefined,
    sheet: undefined,
    dialog: undefined,
    isSearching: false,
    dock: emptyDock,
  }))
  #shells = 0

  focus(host: string | undefined): void {
    this.store.setState({ focused: host })
  }

  openSheet(host: string | undefined): void {
    this.store.setState(host === undefined ? { sheet: undefined } : { sheet: host, focused: host })
  }

  ask(dialog: LaunchDialog | undefined): void {
    this.store.setState({ dialog })
  }

  search(isSearching: boolean): void {
    this.store.setState({ isSearching })
    if (isSearching) this.#dock((dock) => ({ ...dock, isOpen: true }))
  }

  openLog(host: string, place?: LogPlace): void {
    this.#dock((dock) => showTab(dock, { key: logKey(host), kind: 'log', host }, place))
  }

  /** The same step of another host, beside the one that is compared with it. */
  compare(host: string, withHost: string, step: string): void {
    this.openLog(host, { step })
    this.#dock((dock) =>
      showBeside(dock, { key: logKey(withHost), kind: 'log', host: withHost }, logKey(host), { step }),
    )
  }

  openShell(host: string): void {
    this.#shells += 1
    const key = `shell ${this.#shells}`
    this.#dock((dock) => showTab(dock, { key, kind: 'shell', host }))
  }

  selectTab(key: string): void {
    this.#dock((dock) => {
      const tab = dock.tabs.find((each) => each.key === key)
      return tab ? showTab(dock, tab) : dock
    })
  }

  closeTab(key: string): void {
    this.#dock((dock) => closeTab(dock, key))
  }

  changeLayout(layout: Layout): void {
    this.#dock((dock) => changeLayout(dock, layout))
  }

  changeFollow(follow: Follow): void {
    this.#dock((dock) => ({ ...dock, follow }))
  }

  toggleDock(isOpen: boolean): void {
    this.#dock((dock) => ({ ...dock, isOpen }))
  }

  follow(news: DockNews): void {
    this.#dock((dock) => followHosts(dock, news))
  }

  #dock(change: (dock: DockState) => DockState): void {
    const { dock } = this.store.getState()
    const next = change(dock)
    if (next !== dock) this.store.setState({ dock: next })
  }
}

export const LaunchUiContext = createContext<LaunchUiStore | undefined>(undefined)

/** What can be opened on this page. */
export function useLaunchActions(): LaunchUiStore {
  const ui = useContext(LaunchUiContext)
  if (!ui) throw new Error('a part of the launch page stands outside of its LaunchUiContext')
  return ui
}

/** Part of what is open on this page. */
export function useLaunchUi<Part>(select: (ui: LaunchUi) => Part): Part {
  return useStore(useLaunchActions().store, select)
}
