import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openWeb } from '../../../src/main/web/open-web'
import { tempFolder } from '../../helpers/temp-folder'
import { openServing } from './web-fixture'

/** A certificate for `console.example` that nobody signed. */
function certificate() {
  const folder = tempFolder()
  const [tlsCert, tlsKey] = [join(folder, 'console.crt'), join(folder, 'console.key')]
  const subject = ['-subj', '/CN=console.example', '-addext', 'subjectAltName=DNS:console.example,IP:127.0.0.1']
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  execFileSync('openssl', ['req', '-x509', ...key, ...subject, '-days', '1', '-out', tlsCert, '-keyout', tlsKey], {
    stdio: 'pipe',
  })
  return { tlsCert, tlsKey }
}

type Reply = { readonly status: number | undefined; readonly headers: Record<string, unknown> }

const get = (url: string, host?: string): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const options = { rejectUnauthorized: false, ...(host === undefined ? {} : { headers: { host } }) }
    const asking = request(url, options, ({ statusCode, headers }) => resolve({ status: statusCode, headers }))
    asking.on('error', reject)
    asking.end()
  })

describe('--listen', () => {
  it.each(['0.0.0.0', '::', '10.0.0.5', 'console.example:4680', '[::]:0', '127.0.0.1.nip.io'])(
    'refuses %s without --i-know and TLS, before it opens anything',
    async (listen) => {
      const dataFolder = join(tempFolder(), 'data')
      const { tlsCert, tlsKey } = { tlsCert: '/a.crt', tlsKey: '/a.key' }
      for (const wishes of [
        {},
        { tlsCert, tlsKey },
        { isKnown: true },
        { isKnown: true, tlsCert },
        { isKnown: true, tlsKey },
      ]) {
        await expect(openWeb({ dataFolder, listen, isKnown: false, ...wishes })).rejects.toMatchObject({
          code: 'web.open-to-others',
        })
      }
      expect(existsSync(dataFolder)).toBe(false)
    },
  )

  it('refuses files that are no certificate and key', async () => {
    const { tlsCert, tlsKey } = certificate()
    const wishes = { dataFolder: tempFolder(), listen: '0.0.0.0:0', isKnown: true }
    for (const files of [
      { tlsCert, tlsKey: '/nowhere.key' },
      { tlsCert: tlsKey, tlsKey: tlsCert },
      { tlsCert, tlsKey: certificate().tlsKey },
    ]) {
      await expect(openWeb({ ...wishes, ...files })).rejects.toMatchObject({ code: 'web.tls-unusable' })
    }
    await expect(openWeb({ dataFolder: tempFolder(), isKnown: false, tlsCert })).rejects.toMatchObject({
      code: 'cli.usage',
    })
  })

  it('serves other machines over TLS, under the names of the certificate only', async () => {
    const door = await openServing({ listen: '0.0.0.0:0', isKnown: true, ...certificate() })
    expect(door.url).toMatch(/^https:\/\/console\.example:\d+\/\?token=/)
    const url = door.url.replace('console.example', '127.0.0.1')
    expect(await get(url, `evil.example:${door.port}`)).toMatchObject({ status: 421 })
    const { status, headers } = await get(url, `console.example:${door.port}`)
    expect(status).toBe(303)
    expect(headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-lastmile-\d+=.*; SameSite=Strict; Secure$/)])
    expect(headers['strict-transport-security']).toBeDefined()
  })

  it('takes another address of this machine without more ado', async () => {
    const door = await openServing({ listen: '127.0.0.2:0' })
    expect(door.url).toMatch(/^http:\/\/127\.0\.0\.2:\d+\//)
    expect((await fetch(door.url, { redirect: 'manual' })).status).toBe(303)
  })
})
