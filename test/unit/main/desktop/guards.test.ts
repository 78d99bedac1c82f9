import { EventEmitter } from 'node:events'
import type { Session, WebContents } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { externalLink } from '../../../../src/main/desktop/external-links'
import { guardContents, guardSession } from '../../../../src/main/desktop/guards'
import { asked, FakeContents, resetElectron } from '../../../helpers/fake-electron'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(resetElectron)

function guarded() {
  const contents = new FakeContents()
  const refused: string[] = []
  guardContents(contents as unknown as WebContents, (what) => void refused.push(what))
  const goes = (event: string, url: string) => {
    let isPrevented = false
    contents.emit(event, { url, preventDefault: () => (isPrevented = true) })
    return !isPrevented
  }
  return { contents, refused, goes }
}

describe('guardContents', () => {
  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('keeps the page where it is on %s', (event) => {
    const { goes, refused } = guarded()
    const urls = [
      'app://lastmile/#/fleet',
      'https://example.com/',
      'file:///etc/passwd',
      'app://lastmile/other.html',
      'data:text/html,x',
      'javascript:alert(1)',
    ]
    expect(urls.filter((url) => goes(event, url))).toEqual(['app://lastmile/#/fleet'])
    expect(refused).toHaveLength(5)
  })

  it('lets no page into the page', () => {
    const { goes } = guarded()
    expect(goes('will-attach-webview', 'app://lastmile/')).toBe(false)
  })

  it('opens no window, and hands links to the web to the browser', () => {
    const { contents, refused } = guarded()
    const urls = ['https://wiki.example.com/INC-2031', 'file:///etc/passwd', 'app://lastmile/', 'ms-settings:x', '']
    expect(urls.map((url) => contents.openHandler?.({ url }))).toEqual(urls.map(() => ({ action: 'deny' })))
    expect(asked).toEqual([['shell.openExternal', 'https://wiki.example.com/INC-2031']])
    expect(refused).toHaveLength(4)
  })
})

describe('externalLink', () => {
  it.each([
    ['https://example.com/a?b#c', 'https://example.com/a?b#c'],
    ['http://10.0.0.1:9090/graph', 'http://10.0.0.1:9090/graph'],
    ['HTTPS://Example.com', 'https://example.com/'],
    ['https://bank.example@evil.example/', undefined],
    ['javascript:alert(1)', undefined],
    ['file:///etc/passwd', undefined],
    ['smb://host/share', undefined],
    ['mailto:ops@example.com', undefined],
    ['//example.com', undefined],
    [`https://example.com/${'x'.repeat(3_000)}`, undefined],
  ])('of %s is %s', (url, link) => {
    expect(externalLink(url)).toBe(link)
  })
})

type Handlers = {
  request: (contents: unknown, permission: string, answer: (isAllowed: boolean) => void, details: object) => void
  check: (contents: unknown, permission: string, origin: string) => boolean
  device: () => boolean
  before: (details: { url: string }, answer: (what: { cancel: boolean }) => void) => void
}

function guardedSession(hasDevTools: boolean) {
  const handlers = {} as Handlers
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: Handlers['request']) => (handlers.request = handler),
    setPermissionCheckHandler: (handler: Handlers['check']) => (handlers.check = handler),
    setDevicePermissionHandler: (handler: Handlers['device']) => (handlers.device = handler),
    webRequest: { onBeforeRequest: (handler: Handlers['before']) => (handlers.before = handler) },
  })
  guardSession(session as unknown as Session, hasDevTools, () => undefined)
  const allows = (permission: string, requestingUrl = 'app://lastmile/#/fleet', isMainFrame = true) => {
    let isAllowed = false
    handlers.request(null, permission, (answer) => (isAllowed = answer), { requestingUrl, isMainFrame })
    return isAllowed
  }
  const loads = (url: string) => {
    let isCancelled = true
    handlers.before({ url }, ({ cancel }) => (isCancelled = cancel))
    return !isCancelled
  }
  return { session, handlers, allows, loads }
}

describe('guardSession', () => {
  it('denies every permission but that to copy, and that to our page only', () => {
    const { allows, handlers } = guardedSession(false)
    const wanted = ['notifications', 'media', 'geolocation', 'clipboard-read', 'openExternal', 'fileSystem', 'usb']
    expect([...wanted, 'clipboard-sanitized-write'].filter((permission) => allows(permission))).toEqual([
      'clipboard-sanitized-write',
    ])
    expect(allows('clipboard-sanitized-write', 'https://example.com/')).toBe(false)
    expect(allows('clipboard-sanitized-write', 'app://lastmile/', false)).toBe(false)
    expect(handlers.check(null, 'clipboard-sanitized-write', 'app://lastmile/')).toBe(true)
    expect(handlers.check(null, 'clipboard-sanitized-write', 'https://example.com')).toBe(false)
    expect(handlers.check(null, 'media', 'app://lastmile')).toBe(false)
    expect(handlers.device()).toBe(false)
  })

  it('lets no request leave', () => {
    const urls = [
      'app://lastmile/assets/index.js',
      'blob:app://lastmile/1',
      'data:image/png,x',
      'https://example.com/',
      'http://127.0.0.1/',
      'file:///etc/passwd',
      'app://lastmile.example/',
      'ws://127.0.0.1/',
      'devtools://devtools/bundled/inspector.html',
    ]
    expect(urls.filter(guardedSession(false).loads)).toEqual(urls.slice(0, 3))
    expect(urls.filter(guardedSession(true).loads)).toEqual([...urls.slice(0, 3), urls.at(-1)])
  })

  it('lets the page save what it made, and nothing else', () => {
    const { session } = guardedSession(false)
    const saves = (url: string) => {
      let isPrevented = false
      session.emit('will-download', { preventDefault: () => (isPrevented = true) }, { getURL: () => url })
      return !isPrevented
    }
    expect(saves('blob:app://lastmile/9c1')).toBe(true)
    expect(saves('https://example.com/setup.exe')).toBe(false)
  })
})
