import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openClient } from '../../../src/main/open-client'
import { openWeb } from '../../../src/main/web/open-web'
import { tempFolder } from '../../helpers/temp-folder'
import { builtPage, hostOf, openServing, originOf, signIn, TestPage, tokenOf } from './web-fixture'

const headerNames = [
  'content-security-policy',
  'x-content-type-options',
  'x-frame-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
]

describe('the web door', () => {
  it('lets a browser in by its link and serves the page and its files', async () => {
    const door = await openServing()
    expect(door.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
    const first = await fetch(door.url, { redirect: 'manual' })
    expect([first.status, first.headers.get('location'), first.headers.get('cache-control')]).toEqual([
      303,
      '/',
      'no-store',
    ])
    expect(first.headers.get('set-cookie')).toMatch(/; Path=\/; .*HttpOnly; SameSite=Strict$/)
    const cookie = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const page = await fetch(`${originOf(door)}/`, { headers: { cookie } })
    expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ])
    expect(await page.text()).toContain('<title>Lastmile</title>')
    const script = await fetch(`${originOf(door)}/assets/index-abc.js`, {
      headers: { cookie, 'accept-encoding': 'gzip, br' },
    })
    expect([script.headers.get('content-type'), script.headers.get('cache-control')]).toEqual([
      'text/javascript; charset=utf-8',
      'private, max-age=31536000, immutable',
    ])
    expect(script.headers.get('content-encoding')).toBe('br')
    expect(await script.text()).toContain('xxxx')
  })

  it('answers HEAD without a body, and a browser that has a file with 304', async () => {
    const door = await openServing()
    const headers = { cookie: await signIn(door.url) }
    const head = await fetch(`${originOf(door)}/`, { method: 'HEAD', headers })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const again = await fetch(`${originOf(door)}/`, {
      headers: { ...headers, 'if-none-match': head.headers.get('etag') ?? '' },
    })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('says the same of safety with every answer', async () => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    const paths = ['/', '/assets/index-abc.js', '/nope', '/?token=x']
    const replies = await Promise.all(
      paths.map((path) => fetch(`${originOf(door)}${path}`, { headers: { cookie }, redirect: 'manual' })),
    )
    for (const { headers } of replies) {
      expect(headerNames.map((name) => headers.get(name))).toEqual([
        expect.stringMatching(/^default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/),
        'nosniff',
        'DENY',
        'no-referrer',
        'same-origin',
        'same-origin',
      ])
    }
    const policy = replies[0]?.headers.get('content-security-policy') ?? ''
    expect(policy).toContain(`connect-src 'self' ws://${hostOf(door)};`)
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|\*|https?:)/)
  })

  it('tells a browser that is not in, in two languages, how to get in', async () => {
    const door = await openServing()
    const { status, headers, text } = await fetch(`${originOf(door)}/`).then(async (reply) => ({
      status: reply.status,
      headers: reply.headers,
      text: await reply.text(),
    }))
    expect([status, headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
    expect(text).toContain('<code>lastmile serve</code>')
    expect(text).toContain('lang="zh-CN"')
    expect(text).not.toContain('<script')
    expect(text).not.toContain('http-equiv="refresh"')
  })

  it('asks once more for a browser that came from another site and left its cookie at home', async () => {
    const door = await openServing()
    const reply = await fetch(`${originOf(door)}/`, { headers: { 'sec-fetch-site': 'cross-site' } })
    expect(await reply.text()).toContain('<meta http-equiv="refresh" content="0; url=/">')
  })

  it('answers requests over the WebSocket, for many pages at once, with the same pushes for all', async () => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    const pages = [new TestPage(door, { cookie }), new TestPage(door, { cookie })]
    await Promise.all(pages.map((page) => page.greet()))
    expect(await pages[0]?.request(1, 'console:info', {})).toMatchObject({
      ok: true,
      value: { pid: process.pid, dataFolder: door.dataFolder },
    })
    expect(await pages[1]?.request(1, 'preferences:save', { theme: 'dark' })).toMatchObject({ ok: true })
    const pushed = await Promise.all(pages.map((page) => page.next('push')))
    expect(pushed[0]).toMatchObject({ number: 1, name: 'preferences:changed', payload: { theme: 'dark' } })
    expect(pushed[1]).toEqual(pushed[0])
  })

  it('tells a page that comes back what it missed', async () => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    const [away, other] = [new TestPage(door, { cookie }), new TestPage(door, { cookie })]
    const { epoch } = await away.greet()
    await other.greet()
    await other.request(1, 'preferences:save', { theme: 'dark' })
    await away.next('push', ({ number }) => number === 1)
    away.socket.terminate()
    await other.request(2, 'preferences:save', { theme: 'light' })
    await other.next('push', ({ number }) => number === 2)
    await other.request(3, 'preferences:save', { density: 'compact' })
    await other.next('push', ({ number }) => number === 3)
    const back = new TestPage(door, { cookie })
    expect(await back.greet({ epoch, push: 1 })).toEqual({ kind: 'welcome', epoch, push: 1, isResumed: true })
    await back.next('push', ({ number }) => number === 3)
    expect(back.messages.map((message) => (message.kind === 'push' ? message.number : message.kind))).toEqual([
      'welcome',
      2,
      3,
    ])
  })

  it('knows its browsers again after a restart, and tells their pages to ask for everything', async () => {
    const dataFolder = tempFolder()
    const first = await openServing({ dataFolder })
    const cookie = await signIn(first.url)
    const page = new TestPage(first, { cookie })
    const { epoch } = await page.greet()
    await page.request(1, 'preferences:save', { theme: 'dark' })
    await first.close()
    expect(await page.ended).toBe('1001')
    const second = await openServing({ dataFolder, port: first.port })
    const back = new TestPage(second, { cookie })
    const welcome = await back.greet({ epoch, push: 1 })
    expect(welcome).toMatchObject({ push: 0, isResumed: false })
    expect(welcome.epoch).not.toBe(epoch)
    expect(await back.request(1, 'preferences:read', {})).toMatchObject({ value: { theme: 'dark' } })
  })
})

describe('openWeb', () => {
  it('gets a fresh link from the console that is served already', async () => {
    const door = await openServing()
    const again = await openWeb({ dataFolder: door.dataFolder, isKnown: false })
    expect(again).toMatchObject({ kind: 'running', pid: process.pid })
    expect(tokenOf(again.url)).not.toBe(tokenOf(door.url))
    await signIn(again.url)
    await signIn(door.url)
  })

  it('refuses where another console owns the folder and is not served', async () => {
    const dataFolder = tempFolder()
    const client = await openClient({ dataFolder })
    await expect(openWeb({ dataFolder, isKnown: false })).rejects.toMatchObject({ code: 'web.not-served' })
    await client.close()
  })

  it('takes a free port where the usual one is taken, and refuses where a named one is', async () => {
    const door = await openServing()
    const wishes = { isKnown: false, pageFolder: builtPage() }
    await expect(openWeb({ ...wishes, dataFolder: tempFolder(), port: door.port })).rejects.toMatchObject({
      code: 'web.port-taken',
    })
    const [one, other] = [await openServing({ port: undefined }), await openServing({ port: undefined })]
    expect(one.port).not.toBe(other.port)
    expect(other.isOtherPort).toBe(true)
  })

  it('gives the folder back when it cannot serve', async () => {
    const dataFolder = tempFolder()
    const pageFolder = tempFolder()
    const wishes = { dataFolder, isKnown: false, port: 0 }
    await expect(openWeb({ ...wishes, pageFolder })).rejects.toMatchObject({ code: 'web.page-missing' })
    await openServing({ dataFolder })
  })

  it('sends pages as they were when it began, whatever happens to the files', async () => {
    const pageFolder = builtPage()
    const door = await openServing({ pageFolder })
    const cookie = await signIn(door.url)
    rmSync(pageFolder, { recursive: true })
    const reply = await fetch(`${originOf(door)}/assets/index-abc.js`, { headers: { cookie } })
    expect(reply.status).toBe(200)
  })
})
