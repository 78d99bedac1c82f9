import { describe, expect, it } from 'vitest'
import { appForm, emptyApp, toNewSpec } from '../../../../../src/renderer/features/fleet/app-fields'
import {
  environmentForm,
  toEnvironmentFields,
  toWrittenEnvironment,
} from '../../../../../src/renderer/features/fleet/environment-fields'
import {
  emptyHost,
  hostForm,
  toHostFields,
  toWrittenHost,
  type HostFields,
} from '../../../../../src/renderer/features/fleet/host-fields'
import type { WrittenEnvironment } from '../../../../../src/renderer/features/fleet/spec-edit'

/** What the schema refuses, by the field it stands in. */
const refused = (parsed: {
  readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[] }[] } | undefined
}) => (parsed.error?.issues ?? []).map(({ path }) => path.map(String).join('.'))

describe('toWrittenHost', () => {
  it('leaves out what is not given', () => {
    expect(toWrittenHost({ ...emptyHost, name: ' web-01 ' })).toEqual({ name: 'web-01' })
  })

  it('gives back what was read', () => {
    const host = {
      name: 'web-01',
      address: '10.0.1.11',
      port: 22,
      user: 'root',
      labels: { zone: 'a', rack: '007' },
      canary: true,
    }
    expect(toWrittenHost(toHostFields(host))).toEqual(host)
  })
})

describe('hostForm', () => {
  const fields = (more: Partial<HostFields>): HostFields => ({ ...emptyHost, name: 'web-01', ...more })

  it.each<[Partial<HostFields>, string]>([
    [{ name: '' }, 'name'],
    [{ name: 'a/b' }, 'name'],
    [{ address: 'root@10.0.0.1' }, 'address'],
    [{ port: '99999' }, 'port'],
    [{ port: 'ssh' }, 'port'],
    [{ labels: 'zone=a, broken' }, 'labels.broken'],
  ])('refuses %j', (more, path) => {
    expect(refused(hostForm.safeParse(fields(more)))).toEqual([path])
  })

  it('takes labels with = or : and empty values', () => {
    expect(hostForm.parse(fields({ labels: 'zone=a, rack:12, spare=' })).labels).toEqual({
      zone: 'a',
      rack: '12',
      spare: '',
    })
  })
})

const production: WrittenEnvironment = {
  name: 'production',
  protected: true,
  ssh: { user: 'deploy', port: 2222, identityFile: ['~/.ssh/a', '~/.ssh/b'], knownHosts: '~/known', agent: true },
  hosts: [{ name: 'web-01' }],
  strategy: {
    kind: 'canary',
    canary: { hosts: 1, soak: '10m' },
    batches: [1, '10%'],
    maxUnavailable: '40%',
    soak: '1m30s',
    pause: '30s',
    stopWhenFailuresExceed: { batch: 0, rollout: 2 },
    signOff: { approvers: 2, notBy: 'starter' },
  },
  gates: { beforeBatch: [] },
}

describe('toWrittenEnvironment', () => {
  it('keeps what has no field and loses nothing of what has one', () => {
    const written = toWrittenEnvironment(toEnvironmentFields(production), production)
    expect(environmentForm.parse(toEnvironmentFields(production))).toMatchObject({ strategy: { kind: 'canary' } })
    expect(written).toEqual({
      ...production,
      strategy: {
        ...production.strategy,
        batches: ['1', '10%'],
        stopWhenFailuresExceed: { batch: '0', rollout: '2' },
      },
    })
  })

  it('says nothing where nothing is given', () => {
    expect(toWrittenEnvironment(toEnvironmentFields({ name: 'test' }))).toEqual({ name: 'test' })
  })

  it('forgets the canary of a strategy that has none', () => {
    const fields = toEnvironmentFields(production)
    const rolling = { ...fields, strategy: { ...fields.strategy, kind: 'rolling' as const } }
    expect(toWrittenEnvironment(rolling, production).strategy).not.toHaveProperty('canary')
  })

  it('shows "canary: false" as what it means', () => {
    expect(toEnvironmentFields({ name: 'test', strategy: { canary: false } }).strategy.kind).toBe('rolling')
  })
})

describe('environmentForm', () => {
  it('names the fields that are wrong', () => {
    const fields = toEnvironmentFields(production)
    const wrong = {
      ...fields,
      ssh: { ...fields.ssh, port: '0' },
      strategy: { ...fields.strategy, pause: 'soon', maxUnavailable: '140%' },
    }
    expect(refused(environmentForm.safeParse(wrong)).toSorted()).toEqual([
      'ssh.port',
      'strategy.maxUnavailable',
      'strategy.pause',
    ])
  })
})

describe('toNewSpec', () => {
  const fields = { ...emptyApp, app: 'shop', environment: 'production' }

  it('takes a URL for something to pull and a path for something to push', () => {
    const withPackage = (url: string) => toNewSpec({ ...fields, package: { url, root: '/srv/shop' } }).package
    expect(withPackage('https://a.example.com/{version}.zip')).toHaveProperty('url')
    expect(withPackage('./dist/{version}.tar.gz')).toHaveProperty('push')
  })

  it('is refused at the field that is wrong', () => {
    expect(refused(appForm.safeParse({ ...fields, environment: 'a/b' }))).toEqual(['environment'])
    expect(refused(appForm.safeParse({ ...fields, package: { url: '', root: '/srv/shop' } }))).toEqual(['package.url'])
    expect(refused(appForm.safeParse({ ...fields, package: { url: 'http://a/b', root: 'srv' } }))).toEqual([
      'package.root',
    ])
    expect(refused(appForm.safeParse(fields))).toEqual([])
  })
})
