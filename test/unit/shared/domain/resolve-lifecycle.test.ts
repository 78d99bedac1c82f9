import { describe, expect, it } from 'vitest'
import { appSpec, type AppSpec } from '../../../../src/shared/domain/app-spec'
import { placementOf, resolveLifecycle } from '../../../../src/shared/domain/resolve-lifecycle'
import { backoffBefore } from '../../../../src/shared/domain/resolved-lifecycle'

const bare = { app: 'shop', environments: [{ name: 'test', otherHosts: [{ name: 'lb-01' }] }] }

function resolve(input: Record<string, unknown>) {
  const app: AppSpec = appSpec.parse({ ...bare, ...input })
  const [environment] = app.environments
  if (!environment) throw new Error('the test names no environment')
  return resolveLifecycle(app, environment)
}

describe('resolveLifecycle', () => {
  it('fills every default of an app that names nothing', () => {
    const effect = { configured: false, backoffMs: 1_000, placement: { kind: 'host' }, checkIntervalMs: 500 }
    expect(resolve({})).toStrictEqual({
      precheck: {
        configured: true,
        timeoutMs: 30_000,
        retries: 1,
        backoffMs: 1_000,
        minFreeDiskBytes: 209_715_200,
        maxClockSkewMs: 60_000,
      },
      fetch: { configured: false, timeoutMs: 600_000, retries: 2, backoffMs: 1_000 },
      mute: { ...effect, timeoutMs: 30_000, retries: 2, onFailure: 'blocking', expiresMs: 7_200_000 },
      drain: { ...effect, timeoutMs: 60_000, retries: 1 },
      quiet: { configured: false, timeoutMs: 40_000, retries: 0, backoffMs: 1_000, minMs: 0, maxMs: 30_000 },
      restart: { configured: false, timeoutMs: 120_000, retries: 0, backoffMs: 1_000 },
      verify: {
        configured: false,
        timeoutMs: 60_000,
        retries: 0,
        backoffMs: 1_000,
        expectStatus: 200,
        consecutive: 1,
        intervalMs: 1_000,
        warmupMs: 0,
      },
      admit: { ...effect, timeoutMs: 60_000, retries: 2 },
      unmute: { ...effect, timeoutMs: 30_000, retries: 2 },
    })
  })

  it('runs fetch, restart and verify for a package alone', () => {
    const lifecycle = resolve({ package: { url: 'http://a/{version}.tar.gz', root: '/srv/shop' } })
    expect([lifecycle.fetch, lifecycle.restart, lifecycle.verify].map((step) => step.configured)).toEqual([
      true,
      true,
      true,
    ])
  })

  it('takes what the app names and asks a probe three times', () => {
    const lifecycle = resolve({
      lifecycle: {
        drain: { run: 'out', check: 'is-out', via: 'lb-01', timeout: '90s', retries: 0, backoff: '250ms' },
        admit: { run: 'in', on: 'local', checkInterval: '2s' },
        quiet: { min: '45s' },
        verify: { http: 'http://127.0.0.1/', expectBody: '{version}', warmup: '5s' },
      },
    })
    expect(lifecycle.drain).toStrictEqual({
      configured: true,
      timeoutMs: 90_000,
      retries: 0,
      backoffMs: 250,
      placement: { kind: 'via', host: 'lb-01' },
      run: 'out',
      check: 'is-out',
      checkIntervalMs: 500,
    })
    expect(lifecycle.admit).toMatchObject({ placement: { kind: 'local' }, checkIntervalMs: 2_000 })
    expect(lifecycle.quiet).toMatchObject({ minMs: 45_000, maxMs: 45_000, timeoutMs: 55_000 })
    expect(lifecycle.verify).toMatchObject({
      consecutive: 3,
      warmupMs: 5_000,
      timeoutMs: 65_000,
      expectBody: '{version}',
    })
  })

  it('lets the environment override key by key', () => {
    const lifecycle = resolve({
      lifecycle: { restart: { run: 'restart', timeout: '20s' }, precheck: { run: 'true', retries: 4 } },
      environments: [{ name: 'test', lifecycle: { restart: { timeout: '5m' } } }],
    })
    expect(lifecycle.restart).toMatchObject({ run: 'restart', timeoutMs: 300_000 })
    expect(lifecycle.precheck).toMatchObject({ run: 'true', retries: 4 })
  })

  it('is plain JSON', () => {
    const lifecycle = resolve({ lifecycle: { restart: { run: 'x' } } })
    expect(JSON.parse(JSON.stringify(lifecycle))).toStrictEqual(lifecycle)
  })
})

describe('placementOf', () => {
  it.each([
    [{}, { kind: 'host' }],
    [{ on: 'host' as const }, { kind: 'host' }],
    [{ on: 'local' as const }, { kind: 'local' }],
    [{ via: 'lb' }, { kind: 'via', host: 'lb' }],
  ])('reads %j', (spec, placement) => expect(placementOf(spec)).toEqual(placement))
})

describe('backoffBefore', () => {
  it('doubles up to a minute, and keeps a longer first wait', () => {
    const step = { configured: true, timeoutMs: 1, retries: 9, backoffMs: 1_000 }
    expect([1, 2, 3, 7, 20].map((retry) => backoffBefore(step, retry))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000])
    expect(backoffBefore({ ...step, backoffMs: 90_000 }, 2)).toBe(90_000)
  })
})
