import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { appScheme, isAppPage } from '../../../../src/main/desktop/app-origin'
import { pageAnswerer } from '../../../../src/main/desktop/page-protocol'
import { readPageFiles } from '../../../../src/main/page/page-files'
import { tempFolder } from '../../../helpers/temp-folder'

function answerer() {
  const folder = tempFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets/index-abc.js'), 'let a = 1')
  return pageAnswerer(readPageFiles(folder))
}
const get = (url: string, method = 'GET') => answerer()({ url, method })

describe('pageAnswerer', () => {
  it.each([
    ['app://lastmile/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://lastmile/#/rollouts/k7m2', 'text/html; charset=utf-8', '<!doctype html>'],
    ['app://lastmile/assets/index-abc.js', 'text/javascript; charset=utf-8', 'let a = 1'],
  ])('answers %s', async (url, mediaType, text) => {
    const answer = await get(url)
    expect([answer.status, answer.headers.get('content-type'), await answer.text()]).toEqual([200, mediaType, text])
  })

  it.each([
    ['a file that is not there', 'app://lastmile/assets/other.js', 'GET', 404],
    ['a way out of the folder', 'app://lastmile/..%2f..%2fetc/passwd', 'GET', 404],
    ['a plain way out', 'app://lastmile/../../etc/passwd', 'GET', 404],
    ['another host', 'app://elsewhere/', 'GET', 403],
    ['a user', 'app://me@lastmile/', 'GET', 403],
    ['another scheme', 'https://lastmile/', 'GET', 403],
    ['something to store', 'app://lastmile/', 'POST', 405],
  ])('refuses %s', async (_what, url, method, status) => {
    const answer = await get(url, method)
    expect([answer.status, await answer.text()]).toEqual([status, ''])
    expect(answer.headers.get('content-security-policy')).toContain(`default-src 'none'`)
  })

  it('binds the page to its own files', async () => {
    const { headers } = await get('app://lastmile/')
    expect(headers.get('content-security-policy')?.split('; ')).toEqual([
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self' 'unsafe-inline'`,
      `img-src 'self' data: blob:`,
      `font-src 'self'`,
      `connect-src 'none'`,
      `manifest-src 'self'`,
      `frame-ancestors 'none'`,
      `base-uri 'none'`,
      `form-action 'none'`,
    ])
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('says how long a file is without sending it', async () => {
    const answer = await get('app://lastmile/', 'HEAD')
    expect([answer.headers.get('content-length'), await answer.text()]).toEqual(['15', ''])
  })
})

describe('appScheme', () => {
  it('is no way around the policy of the page', () => {
    expect(appScheme.privileges).toMatchObject({ standard: true, secure: true, bypassCSP: false, corsEnabled: false })
  })
})

describe('isAppPage', () => {
  it.each([
    ['app://lastmile/', true],
    ['app://lastmile/#/fleet?app=shop', true],
    ['app://lastmile/index.html', false],
    ['app://lastmile/?x', false],
    ['app://lastmile.example/', false],
    ['https://lastmile/', false],
    ['', false],
  ])('of "%s" is %s', (url, isIt) => {
    expect(isAppPage(url)).toBe(isIt)
  })
})
