import { describe, expect, it } from 'vitest'
import { openWeb } from '../../../src/main/web/open-web'
import {
  getRaw,
  hostOf,
  logOf,
  openServing,
  originOf,
  secretText,
  sendRaw,
  signIn,
  TestPage,
  tokenOf,
  type Serving,
  type SocketWishes,
} from './web-fixture'

/** Nothing that lets anybody in, and nothing of the inside. */
function expectNothingLeaks(texts: readonly string[], secrets: readonly string[]) {
  for (const text of texts) {
    expect(text).not.toMatch(/\bat .+:\d+:\d+|node_modules|node:internal|\/src\/main\//)
    for (const secret of [...secrets, secretText]) expect(text).not.toContain(secret)
  }
}

/** What was refused so far, in order. */
const refusals = (door: Serving): unknown[] =>
  logOf(door)
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { what: string }).what)
    .filter((what) => what !== 'signed in')

const statusOf = (reply: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(reply)?.[1])

describe('a token', () => {
  it('is refused when it is wrong or used, and logged without its text', async () => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    const used = await fetch(door.url, { redirect: 'manual' })
    const wrong = await fetch(`${originOf(door)}/?token=${'A'.repeat(43)}`, { redirect: 'manual', headers: { cookie } })
    const texts = [await used.text(), await wrong.text()]
    expect([used.status, wrong.status]).toEqual([403, 403])
    expect([used.headers.get('set-cookie'), wrong.headers.get('set-cookie')]).toEqual([null, null])
    expect(texts[0]).toContain('This link does not work any more.')
    expect(refusals(door)).toEqual(['wrong token', 'wrong token'])
    expectNothingLeaks([...texts, logOf(door)], [tokenOf(door.url), 'A'.repeat(43), cookie.split('=')[1] ?? '?'])
  })

  it('is told off after ten wrong ones in a minute, while a right one still works', async () => {
    const door = await openServing()
    const statuses: number[] = []
    for (let i = 0; i < 12; i += 1) statuses.push((await fetch(`${originOf(door)}/?token=${i}`)).status)
    expect(statuses).toEqual([...Array<number>(10).fill(403), 429, 429])
    await signIn(door.url)
  })

  it('is not used up by those who only look ahead', async () => {
    const door = await openServing()
    const ahead = await fetch(door.url, { redirect: 'manual', headers: { 'sec-purpose': 'prefetch;prerender' } })
    const head = await fetch(door.url, { redirect: 'manual', method: 'HEAD' })
    expect([ahead.status, head.status]).toEqual([403, 403])
    await signIn(door.url)
  })

  it('is taken at the front door only', async () => {
    const door = await openServing()
    const reply = await fetch(`${originOf(door)}/assets/index-abc.js?token=${tokenOf(door.url)}`)
    expect(reply.status).toBe(403)
    await signIn(door.url)
  })
})

describe('a browser that is not in', () => {
  it.each(['', 'lastmile-PORT=', 'lastmile-PORT=AAAA', 'other=1', 'lastmile-PORT=COOKIE; lastmile-PORT=COOKIE'])(
    'gets nothing with the cookie "%s"',
    async (template) => {
      const door = await openServing()
      const real = await signIn(door.url)
      const cookie = template.replaceAll('PORT', String(door.port)).replaceAll('COOKIE', real.split('=')[1] ?? '')
      const replies = await Promise.all(
        ['/', '/assets/index-abc.js', '/icon.svg'].map((path) =>
          fetch(`${originOf(door)}${path}`, { headers: { cookie } }),
        ),
      )
      const texts = await Promise.all(replies.map((reply) => reply.text()))
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403])
      for (const text of texts) expect(text).not.toContain('xxxx')
      const page = new TestPage(door, { cookie })
      expect(await page.ended).toBe('refused 403')
      expect(refusals(door)).toEqual(Array(4).fill('no session'))
      expectNothingLeaks([...texts, logOf(door)], [real.split('=')[1] ?? '?'])
    },
  )
})

describe('Host', () => {
  it.each([
    'evil.example',
    'evil.example:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost.evil.example:PORT',
    '',
    '0.0.0.0:PORT',
  ])('is refused when it is "%s"', async (template) => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    const host = template.replace('PORT', String(door.port))
    const get = (path: string) =>
      sendRaw(door, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`)
    const replies = [await get('/'), await get(`/?token=${tokenOf(door.url)}`)]
    expect(replies.map(statusOf)).toEqual([421, 421])
    expect(replies.join('')).not.toContain('Set-Cookie')
    if (host !== '') expect(await new TestPage(door, { cookie, host }).ended).toBe('refused 421')
    expect(refusals(door).every((what) => what === 'wrong host')).toBe(true)
    expectNothingLeaks([...replies, logOf(door)], [tokenOf(door.url), cookie.split('=')[1] ?? '?'])
  })

  it('may be each name of this machine', async () => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    for (const host of [`localhost:${door.port}`, `127.0.0.1:${door.port}`, `[::1]:${door.port}`]) {
      const reply = await sendRaw(
        door,
        `GET / HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nConnection: close\r\n\r\n`,
      )
      expect(statusOf(reply), host).toBe(200)
      const page = new TestPage(door, { cookie, host, origin: `http://${host}` })
      await page.greet()
    }
  })

  it('is asked for of those who leave it out', async () => {
    const door = await openServing()
    expect(statusOf(await sendRaw(door, 'GET / HTTP/1.1\r\n\r\n'))).toBe(400)
    expect(statusOf(await sendRaw(door, 'GET / HTTP/1.0\r\n\r\n'))).toBe(421)
  })
})

describe('Origin', () => {
  const foreign: readonly [string, (door: Serving) => SocketWishes][] = [
    ['another site', () => ({ origin: 'https://evil.example' })],
    ['another port', ({ port }) => ({ origin: `http://127.0.0.1:${port + 1}` })],
    ['another name of this machine', ({ port }) => ({ origin: `http://localhost:${port}` })],
    ['another scheme', ({ port }) => ({ origin: `https://127.0.0.1:${port}` })],
    ['a file or sandbox', () => ({ origin: 'null' })],
    ['nobody who says', () => ({ origin: '' })],
    ['a name that begins alike', ({ port }) => ({ origin: `http://127.0.0.1:${port}.evil.example` })],
  ]
  it.each(foreign)('refuses a WebSocket from %s, cookie or not', async (_who, wishes) => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    expect(await new TestPage(door, { cookie, ...wishes(door) }).ended).toBe('refused 403')
    expect(refusals(door)).toEqual(['wrong origin'])
    expectNothingLeaks([logOf(door)], [cookie.split('=')[1] ?? '?'])
  })

  it('refuses everything but reading, wherever it comes from', async () => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    const send = async (method: string, origin: string) =>
      (await fetch(`${originOf(door)}/`, { method, headers: { cookie, origin }, body: 'x' })).status
    expect(await send('POST', 'https://evil.example')).toBe(403)
    expect(await send('DELETE', originOf(door))).toBe(405)
    expect(await send('PUT', originOf(door))).toBe(405)
    expect(refusals(door)).toEqual(['wrong origin', 'wrong method', 'wrong method'])
  })
})

describe('a path', () => {
  it.each([
    '/../secret.txt',
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.js',
    '/..%2fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/assets/..\\..\\secret.js',
    '/%252e%252e/secret.js',
    '/.%00./secret.js',
    '//secret.js',
    '/etc/passwd',
    '//etc/passwd',
    '/file:///etc/passwd',
    'http://evil.example/secret.js',
    'file:///etc/passwd',
    '/assets',
    '/assets/',
    '/index.html/../../secret.txt',
    '/constructor',
    '/__proto__',
    '*',
  ])('leads nowhere when it is %s', async (path) => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    const reply = await getRaw(door, path, cookie)
    expect([400, 404]).toContain(statusOf(reply))
    expect(reply).not.toContain('root:')
    expectNothingLeaks([reply, logOf(door)], [cookie.split('=')[1] ?? '?'])
  })

  it('that is very long is refused', async () => {
    const door = await openServing()
    const reply = await getRaw(door, `/${'x'.repeat(100_000)}`, '')
    expect(statusOf(reply)).toBe(400)
    expect(logOf(door).length).toBeLessThan(1_000)
  })
})

describe('a page that does not keep to the protocol', () => {
  async function greeted() {
    const door = await openServing()
    const page = new TestPage(door, { cookie: await signIn(door.url) })
    await page.greet()
    return { door, page }
  }

  it('is answered with an error when it asks for what is not there, and goes on', async () => {
    const { door, page } = await greeted()
    for (const [i, name] of ['nope', 'constructor', '__proto__', 'toString', ''].entries()) {
      expect(await page.request(i, name, { password: 'hunter2' })).toMatchObject({
        ok: false,
        error: { code: 'console.unknown-request' },
      })
    }
    expect(await page.request(9, 'rollout:show', { rollout: 7 })).toMatchObject({
      error: { code: 'console.bad-request' },
    })
    expect(await page.request(10, 'console:info', {})).toMatchObject({ ok: true })
    expect(refusals(door)).toHaveLength(6)
    expectNothingLeaks([logOf(door), JSON.stringify(page.messages)], ['hunter2'])
  })

  const garbage: readonly [string, string | Buffer][] = [
    ['malformed JSON', '{"kind":"request",'],
    ['JSON of another shape', '{"kind":"request","id":"x"}'],
    ['a deep nest', '['.repeat(200_000)],
    ['bytes', Buffer.from([0, 1, 2, 255])],
    ['nothing', ''],
  ]
  it.each(garbage)('loses its line over %s', async (_what, message) => {
    const { door, page } = await greeted()
    page.socket.send(message)
    expect(await page.ended).toBe('1008')
    expect(refusals(door)).toHaveLength(1)
    expectNothingLeaks([logOf(door)], [])
  })

  it('loses its line over a message that is too large, and nobody else does', async () => {
    const { door, page } = await greeted()
    const other = new TestPage(door, { cookie: await signIn((await freshLink(page)).url) })
    await other.greet()
    page.socket.send('x'.repeat(16 * 1024 * 1024 + 1))
    expect(await page.ended).toBe('1009')
    expect(refusals(door)).toEqual([expect.stringContaining('bad message')])
    expect(await other.request(1, 'console:info', {})).toMatchObject({ ok: true })
  })

  it('loses its line over text that is no UTF-8, and over frames that are none', async () => {
    const { door, page } = await greeted()
    page.socket.send(Buffer.from([0xff, 0xfe]), { binary: false })
    expect(await page.ended).toBe('1007')
    const cookie = await signIn((await linkOf(door)).url)
    const reply = await sendRaw(
      door,
      `GET /socket HTTP/1.1\r\nHost: ${hostOf(door)}\r\nOrigin: ${originOf(door)}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\nnonsense`,
    )
    expect(statusOf(reply)).toBe(101)
    expect(refusals(door)).toHaveLength(2)
  })

  it('has no other socket than the one', async () => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    for (const path of ['/', '/socket/', '/socket?x=1', '/other']) {
      expect(await new TestPage(door, { cookie, path }).ended).toBe('refused 404')
    }
  })

  it('finds the door closed when too many are there, until one leaves', async () => {
    const door = await openServing()
    const cookie = await signIn(door.url)
    const pages = Array.from({ length: 32 }, () => new TestPage(door, { cookie }))
    await Promise.all(pages.map((page) => page.greet()))
    expect(await new TestPage(door, { cookie }).ended).toBe('refused 503')
    pages[0]?.socket.close()
    await pages[0]?.ended
    await new TestPage(door, { cookie }).greet()
  })
})

describe('what is no HTTP', () => {
  it('is refused and logged', async () => {
    const door = await openServing()
    expect(statusOf(await sendRaw(door, '\x16\x03\x01\x02\x00\x01\r\n\r\n'))).toBe(400)
    expect(statusOf(await sendRaw(door, `GET / HTTP/1.1\r\nHost: ${hostOf(door)}\r\nBad Header\r\n\r\n`))).toBe(400)
    expect(refusals(door)).toEqual(['bad request', 'bad request'])
  })
})

async function freshLink(page: TestPage): Promise<{ url: string }> {
  const result = await page.request(99, 'web:link', {})
  if (!result.ok) throw new Error('no link')
  return result.value as { url: string }
}

const linkOf = ({ dataFolder }: Serving): Promise<{ url: string }> => openWeb({ dataFolder, isKnown: false })
