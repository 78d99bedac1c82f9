import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ReleaseBook } from '../../../../src/main/ports/releases'
import { findDigest, parseChecksum } from '../../../../src/main/rollout/release-digest'
import type { PackageSpec } from '../../../../src/shared/domain/app-spec'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'
import { tempFolder } from '../../../helpers/temp-folder'

const [one, two] = ['1'.repeat(64), '2'.repeat(64)]

function setup(spec: Partial<PackageSpec> = {}, known?: string) {
  const app = { ...specFixture({ hosts: 2 }) }
  const url = { url: 'http://files/shop-{version}.tar.gz' }
  const base = { root: '/srv/shop', unpack: 'tar.gz', keep: 5 } as const
  const cluster = {
    app: { ...app, package: { ...base, ...(spec.push === undefined ? url : {}), ...spec } },
    environment: app.environments[0]!,
  }
  const fleet = new FakeFleet([])
  const pages = new Map<string, { status: number; body: string }>()
  const asked: string[] = []
  const httpGet = (from: string) => {
    asked.push(from)
    const page = pages.get(from)
    return page ? Promise.resolve(page) : Promise.reject(new Error('refused'))
  }
  const releases = { find: () => (known ? { app: 'shop', version: '1.1.0', digest: known } : undefined) }
  const ports = { releases: releases as unknown as ReleaseBook, shell: fleet, httpGet }
  const find = (given?: string) => findDigest(ports, cluster, '1.1.0', given)
  return { find, fleet, pages, asked }
}

describe('findDigest', () => {
  it('takes what is given, then what lastmile.yml says', async () => {
    expect(await setup({ sha256: two }).find(one.toUpperCase())).toBe(one)
    expect(await setup({ sha256: two }).find()).toBe(two)
  })

  it('asks for the file beside the package, from here', async () => {
    const { find, pages, asked } = setup()
    pages.set('http://files/shop-1.1.0.tar.gz.sha256', { status: 200, body: `${one}  shop-1.1.0.tar.gz\n` })
    expect(await find()).toBe(one)
    expect(asked).toEqual(['http://files/shop-1.1.0.tar.gz.sha256'])
  })

  it('asks from a host where this machine gets no answer, and not where the answer is that there is none', async () => {
    const { find, fleet, pages } = setup()
    fleet.answer = () => ({ exitCode: 0, stdout: two, stderr: '' })
    expect(await find()).toBe(two)
    pages.set('http://files/shop-1.1.0.tar.gz.sha256', { status: 404, body: '' })
    expect(await find()).toBeUndefined()
  })

  it('knows nothing where nobody answers, or where every host has a URL of its own', async () => {
    const { find, fleet } = setup()
    fleet.unreachable.set('web-01', 'refused')
    expect(await find()).toBeUndefined()
    const own = setup({ url: 'http://{host.address}/shop.tar.gz' })
    expect(await own.find()).toBeUndefined()
    expect(own.asked).toEqual([])
  })

  it('keeps to what was released under this version before', async () => {
    expect(await setup({}, one).find()).toBe(one)
    expect(await setup({}, one).find(one)).toBe(one)
    await expect(setup({}, one).find(two)).rejects.toMatchObject({ code: 'release.digest-conflict' })
  })

  describe('of a package that is pushed from here', () => {
    const pushing = (beside?: string) => {
      const folder = tempFolder()
      writeFileSync(join(folder, 'shop-1.1.0.tgz'), 'the package')
      if (beside) writeFileSync(join(folder, 'shop-1.1.0.tgz.sha256'), beside)
      return setup({ push: join(folder, 'shop-{version}.tgz') })
    }
    const digest = createHash('sha256').update('the package').digest('hex')

    it('is that of the file', async () => {
      expect(await pushing().find()).toBe(digest)
      expect(await pushing(`${digest} *shop`).find(digest)).toBe(digest)
    })

    it('must agree with the file beside it and with what is given', async () => {
      await expect(pushing(one).find()).rejects.toMatchObject({ code: 'release.digest-conflict' })
      await expect(pushing().find(one)).rejects.toMatchObject({ code: 'release.digest-conflict' })
    })

    it('needs the file', async () => {
      await expect(setup({ push: '/nowhere/{version}' }).find()).rejects.toMatchObject({
        code: 'release.package-missing',
      })
    })
  })
})

describe('parseChecksum', () => {
  it.each([
    [`${one}\n`, one],
    [`${one.toUpperCase()}  a b.tgz`, one],
    [`\\${one}  a\\nb`, one],
    [`${one}0`, undefined],
    ['<html>not found</html>', undefined],
    ['', undefined],
  ])('of %j', (text, digest) => {
    expect(parseChecksum(text)).toBe(digest)
  })
})
