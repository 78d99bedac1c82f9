import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openNginxServer, type NginxServer } from '../../helpers/nginx-server'
import { needs } from '../../helpers/require-tools'

needs('nginx')('openNginxServer', () => {
  let folder: string
  let server: NginxServer

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lastmile-served-'))
    writeFileSync(join(folder, 'shop 1.0.tar.gz'), '0123456789')
    server = await openNginxServer(folder)
  })

  afterAll(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('serves files, whole and from an offset, and logs what was asked', async () => {
    const url = `${server.url}/shop%201.0.tar.gz`
    expect(await (await fetch(url)).text()).toBe('0123456789')
    const part = await fetch(url, { headers: { range: 'bytes=4-' } })
    expect([part.status, await part.text()]).toEqual([206, '456789'])
    expect((await fetch(`${server.url}/none`)).status).toBe(404)
    const request = { method: 'GET', path: '/shop 1.0.tar.gz', client: '127.0.0.1' }
    // nginx writes its log after the answer is out.
    await expect
      .poll(() => server.requests())
      .toEqual([
        { ...request, status: 200, range: undefined },
        { ...request, status: 206, range: 'bytes=4-' },
        { ...request, path: '/none', status: 404, range: undefined },
      ])
  })

  it('says why it did not start', async () => {
    await expect(openNginxServer(folder, { extraConfig: 'no_such_directive on;' })).rejects.toThrow('no_such_directive')
  })
})
