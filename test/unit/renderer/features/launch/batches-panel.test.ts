// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { Tooltip } from 'radix-ui'
import { createElement } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BatchesPanel } from '../../../../../src/renderer/features/launch/batches-panel'
import { LaunchUiContext, LaunchUiStore } from '../../../../../src/renderer/features/launch/launch-ui'
import { FeedContext } from '../../../../../src/renderer/stores/rollouts'
import { RolloutFeed } from '../../../../../src/renderer/stores/rollout-feed'
import { startedRun, stepOf, web } from '../../../../helpers/rollout-steps'

// the page opens its line when it is loaded; here it never gets through
vi.hoisted(() => {
  globalThis.WebSocket = class {
    close(): void {}
  } as never
})

afterEach(cleanup)

const noLine = undefined as never

function show(batches: readonly number[]) {
  const run = startedRun({ batches })
  const feed = new RolloutFeed(noLine, 'r1')
  const ui = new LaunchUiStore()
  const publish = () => act(() => feed.store.setState({ rollout: run.state }))
  publish()
  render(
    createElement(
      Tooltip.Provider,
      null,
      createElement(
        FeedContext.Provider,
        { value: feed },
        createElement(LaunchUiContext.Provider, { value: ui }, createElement(BatchesPanel)),
      ),
    ),
  )
  return { run, ui, publish }
}

const tile = (n: number) => document.querySelector<HTMLElement>(`[data-host="${web(n)}"]`)!

describe('BatchesPanel', () => {
  it('touches the tile of the host that changed, and none of a thousand others', () => {
    const { run, publish } = show([500, 500])
    const observer = new MutationObserver(() => undefined)
    observer.observe(document.body, { subtree: true, childList: true, attributes: true })
    run.ok(stepOf(run, 7)!)
    publish()
    const changed = observer
      .takeRecords()
      .flatMap(({ target }) => (target as Element).closest<HTMLElement>('[data-host]')?.dataset['host'] ?? [])
    expect([...new Set(changed)]).toEqual([web(7)])
  })

  it('names every tile, and lets one of them be reached by Tab', () => {
    show([2, 2])
    expect(tile(1).getAttribute('aria-label')).toContain(web(1))
    expect([...document.querySelectorAll('[data-host]')].map((each) => (each as HTMLElement).tabIndex)).toEqual([
      0, -1, -1, -1,
    ])
  })

  it('moves by arrow keys, opens the sheet by a click and the terminal by Enter', () => {
    const { ui } = show([2, 2])
    const press = (on: HTMLElement, key: string) =>
      act(() => void on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })))
    act(() => tile(2).focus())
    press(tile(2), 'ArrowRight')
    expect(document.activeElement).toBe(tile(3))
    press(tile(3), 'Enter')
    expect(ui.store.getState().dock.tabs.map(({ host }) => host)).toEqual([web(3)])
    act(() => tile(4).click())
    expect(ui.store.getState().sheet).toBe(web(4))
    expect(screen.getAllByRole('group')).toHaveLength(2)
  })
})
