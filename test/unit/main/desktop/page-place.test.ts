import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WebContents } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PagePlace, takePlace } from '../../../../src/main/desktop/page-place'
import { FakeContents } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function following(start?: string) {
  const file = join(tempFolder(), 'page.json')
  const place = new PagePlace(file, start)
  const contents = new FakeContents()
  place.follow(contents as unknown as WebContents)
  const written = () => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined)
  return { file, place, contents, written }
}

describe('PagePlace', () => {
  it.each([
    [undefined, 'app://lastmile/'],
    ['/', 'app://lastmile/'],
    ['/fleet?app=my+shop', 'app://lastmile/#/fleet?app=my+shop'],
  ])('begins at %j', (start, address) => {
    expect(following(start).place.address).toBe(address)
  })

  it('is written, for this user only, once the page has stood there for a second', () => {
    const { file, contents, written } = following()
    for (const text of ['s', 'sh', 'shop']) {
      contents.goTo(`/history?text=${text}`)
      vi.advanceTimersByTime(999)
      expect(written()).toBeUndefined()
    }
    vi.advanceTimersByTime(1)
    expect(written()).toEqual({ place: '/history?text=shop' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(takePlace(file)).toBe('/history?text=shop')
  })

  it('is that of our page in its top frame', () => {
    const { place, contents } = following()
    contents.goTo('/fleet')
    contents.goTo('/settings', false)
    contents.emit('did-navigate-in-page', {}, 'https://example.com/#/x', true)
    expect(place.place).toBe('/fleet')
    // back in a history that loads the page again
    contents.emit('did-navigate', {}, 'app://lastmile/#/checklists', 200, 'OK')
    expect(place.place).toBe('/checklists')
  })

  it.each(['no-slash', `/${'x'.repeat(2_001)}`])('is the board for %j, which is none of the page', (strange) => {
    const { place, contents } = following('/fleet')
    contents.goTo(strange)
    expect(place.place).toBe('/')
  })

  it('is written at once at the end, and when it is forgotten', () => {
    const { place, contents, written } = following('/fleet')
    contents.goTo('/rollouts/k7m2')
    place.flush()
    expect(written()).toEqual({ place: '/rollouts/k7m2' })
    place.forget()
    expect([written(), place.address]).toEqual([{ place: '/' }, 'app://lastmile/'])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('can be changed before there is a page', () => {
    const { place, written } = following('/rollouts/gone')
    place.leaveFor('/history')
    vi.advanceTimersByTime(1_000)
    expect([place.address, written()]).toEqual(['app://lastmile/#/history', { place: '/history' }])
  })
})

describe('takePlace', () => {
  it('takes it once: a place that ends the program is not gone to again', () => {
    const file = join(tempFolder(), 'page.json')
    writeFileSync(file, '{"place":"/rollouts/k7m2"}')
    expect([takePlace(file), takePlace(file)]).toEqual(['/rollouts/k7m2', '/'])
  })

  it.each([
    '',
    '{',
    '[]',
    '{"place":"fleet"}',
    '{"place":"/a b"}',
    '{"place":"/\\u0000"}',
    '{"place":"/","more":1}',
    '{"place":"https://example.com/"}',
  ])('takes %j for nothing', (text) => {
    const file = join(tempFolder(), 'page.json')
    writeFileSync(file, text)
    expect(takePlace(file)).toBe('/')
  })
})
