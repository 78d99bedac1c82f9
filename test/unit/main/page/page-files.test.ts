import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodingFor, readPageFiles } from '../../../../src/main/page/page-files'
import { tempFolder } from '../../../helpers/temp-folder'

function built() {
  const folder = tempFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  writeFileSync(join(folder, 'assets/index-abc.js'), 'x'.repeat(5_000))
  writeFileSync(join(folder, 'assets/inter-abc.woff2'), 'y'.repeat(5_000))
  writeFileSync(join(folder, 'icon.svg'), '<svg/>')
  return folder
}

describe('readPageFiles', () => {
  it('finds the files of a page by the path they are asked for', () => {
    const files = readPageFiles(built())
    const shown = [...files].map(([path, { mediaType, isHashed }]) => [path, mediaType, isHashed])
    expect(shown.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
      ['/', 'text/html; charset=utf-8', false],
      ['/assets/index-abc.js', 'text/javascript; charset=utf-8', true],
      ['/assets/inter-abc.woff2', 'font/woff2', true],
      ['/icon.svg', 'image/svg+xml', false],
    ])
  })

  it('leaves out links to elsewhere and what is no part of a page', () => {
    const folder = built()
    const secrets = tempFolder()
    writeFileSync(join(secrets, 'key.js'), 'secret')
    symlinkSync(join(secrets, 'key.js'), join(folder, 'link.js'))
    symlinkSync(secrets, join(folder, 'links'))
    writeFileSync(join(folder, '.env'), 'secret')
    writeFileSync(join(folder, 'index.js.map'), 'secret')
    expect(readPageFiles(folder).size).toBe(4)
  })

  it('compresses what gains by it', async () => {
    const files = readPageFiles(built())
    const script = files.get('/assets/index-abc.js')
    const text = 'x'.repeat(5_000)
    expect([...files.values()].map(({ isCompressible }) => isCompressible).filter(Boolean)).toHaveLength(1)
    expect(brotliDecompressSync((await script?.encoded('br')) ?? '').toString()).toBe(text)
    expect(gunzipSync((await script?.encoded('gzip')) ?? '').toString()).toBe(text)
    expect((await script?.encoded('identity'))?.toString()).toBe(text)
  })

  it('says how to build a page that is missing', () => {
    expect(() => readPageFiles(tempFolder())).toThrow(expect.objectContaining({ code: 'web.page-missing' }))
  })
})

describe('encodingFor', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0', 'gzip'],
    ['GZIP', 'gzip'],
    ['deflate', 'identity'],
    ['br;q=0.0, gzip; q=0', 'identity'],
  ])('of "%s" is %s', (accepted, encoding) => {
    expect(encodingFor(accepted)).toBe(encoding)
  })
})
