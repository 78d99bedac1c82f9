import { join } from 'node:path'
import type { WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import { guardCrashes } from '../../../../src/main/desktop/crash-guard'
import { PagePlace } from '../../../../src/main/desktop/page-place'
import { FakeContents } from '../../../helpers/fake-electron'
import { turns } from '../../../helpers/fake-clock'
import { tempFolder } from '../../../helpers/temp-folder'

function guarded(isWanted: boolean) {
  const contents = new FakeContents()
  const state = { nowMs: 0, asked: 0 }
  const ask = () => {
    state.asked += 1
    return Promise.resolve(isWanted)
  }
  const place = new PagePlace(join(tempFolder(), 'page.json'))
  place.follow(contents as unknown as WebContents)
  const ports = { place, nowMs: () => state.nowMs, refused: () => undefined, askAgain: ask, askSlow: ask }
  guardCrashes(contents as unknown as WebContents, ports)
  const crash = (reason = 'crashed') => contents.emit('render-process-gone', {}, { reason, exitCode: 1 })
  return { contents, state, crash }
}

describe('guardCrashes', () => {
  it('brings the page back to where it was', () => {
    const { contents, crash } = guarded(false)
    crash()
    contents.goTo('/rollouts/k7m2')
    crash('oom')
    expect(contents.loaded).toEqual(['app://lastmile/', 'app://lastmile/#/rollouts/k7m2'])
  })

  it('leaves a page alone that ended in order', () => {
    const { contents, crash } = guarded(true)
    crash('clean-exit')
    expect(contents.loaded).toEqual([])
  })

  it('asks when it happens again and again, and not when it happens now and then', async () => {
    const { contents, state, crash } = guarded(false)
    for (let day = 0; day < 10; day += 1) {
      state.nowMs += 86_400_000
      crash()
    }
    expect([contents.loaded.length, state.asked]).toEqual([10, 0])
    for (let second = 0; second < 3; second += 1) crash()
    await turns()
    expect([contents.loaded.length, state.asked]).toEqual([12, 1])
  })

  it('begins at the board when it is loaded again after that: it may be the place', async () => {
    const { contents, crash } = guarded(true)
    contents.goTo('/rollouts/k7m2')
    for (let time = 0; time < 4; time += 1) crash()
    await turns()
    const there = 'app://lastmile/#/rollouts/k7m2'
    expect(contents.loaded).toEqual([there, there, there, 'app://lastmile/'])
  })

  it('ends a page that does not answer when told so', async () => {
    const wanted = guarded(true)
    wanted.contents.emit('unresponsive')
    const unwanted = guarded(false)
    unwanted.contents.emit('unresponsive')
    await turns()
    expect([wanted.contents.loaded, unwanted.contents.loaded]).toEqual([['app://lastmile/'], []])
  })
})
