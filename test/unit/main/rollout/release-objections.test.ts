import { describe, expect, it } from 'vitest'
import { findReleaseObjections } from '../../../../src/main/rollout/release-objections'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'

const digest = '1'.repeat(64)
const sentence =
  'A start would be refused: No sha256 is known for shop 1.1.0, and production is protected. Give --sha256, set package.sha256, or put a .sha256 file beside the package.'

/** `body`: of the checksum file; without it the server does not answer this machine. */
function setup({ isProtected = true, known, body }: { isProtected?: boolean; known?: string; body?: string } = {}) {
  const app = specFixture({ hosts: 1, isProtected })
  const cluster = { app, environment: app.environments[0]! }
  const shell = new FakeFleet([])
  const asked: string[] = []
  const httpGet = (url: string) => {
    asked.push(url)
    return body === undefined ? Promise.reject(new Error('refused')) : Promise.resolve({ status: 200, body })
  }
  const releases = { find: () => ({ app: 'shop', version: '1.1.0', createdAtMs: 1, digest: known }) }
  const find = (more: { sha256?: string; live?: boolean } = {}) =>
    findReleaseObjections({ shell, httpGet, releases }, cluster, { version: '1.1.0', live: false, ...more })
  return { find, shell, asked }
}

describe('findReleaseObjections', () => {
  it('says in the words of the refusal that a protected environment needs the digest', async () => {
    const details = { app: 'shop', version: '1.1.0', environment: 'production' }
    expect(await setup({ body: 'no checksum' }).find()).toEqual([
      { code: 'release.no-digest', message: sentence, details },
    ])
  })

  it.each([
    ['it is given', setup(), { sha256: digest }],
    ['it is known from before', setup({ known: digest }), {}],
    ['it lies beside the package', setup({ body: digest }), {}],
  ] as const)('says nothing where %s', async (_, { find }, more) => expect(await find(more)).toEqual([]))

  it('asks a host only if hosts are looked at, and says when that may find more', async () => {
    const { find, shell } = setup()
    shell.answer = () => ({ exitCode: 0, stdout: digest, stderr: '' })
    expect((await find())[0]?.message).toBe(
      `${sentence} The server of the package did not answer this machine; with --live a host asks it.`,
    )
    expect(await find({ live: true })).toEqual([])
  })

  it('says that another digest was released under this version', async () => {
    expect(await setup({ known: digest }).find({ sha256: '2'.repeat(64) })).toMatchObject([
      { code: 'release.digest-conflict' },
    ])
  })

  it('does not look for a package where no digest is needed', async () => {
    const { find, asked } = setup({ isProtected: false })
    expect(await find()).toEqual([])
    expect(asked).toEqual([])
  })
})
