import { describe, expect, it } from 'vitest'
import {
  findHost,
  withEnvironment,
  withHost,
  withoutEnvironment,
  withoutHosts,
  type WrittenSpec,
} from '../../../../../src/renderer/features/fleet/spec-edit'

const spec: WrittenSpec = {
  app: 'shop',
  lifecycle: { restart: { run: 'restart shop' } },
  environments: [{ name: 'test' }, { name: 'production', hosts: [{ name: 'web-01' }, { name: 'web-02' }] }],
}
const hostsOf = (changed: WrittenSpec) => changed.environments?.[1]?.hosts?.map(({ name }) => name)

describe('withHost', () => {
  it('adds a host at the end', () => {
    expect(hostsOf(withHost(spec, 'production', { name: 'web-03' }))).toEqual(['web-01', 'web-02', 'web-03'])
  })

  it('adds the first host of an environment', () => {
    expect(findHost(withHost(spec, 'test', { name: 'test-01' }), 'test', 'test-01')).toEqual({ name: 'test-01' })
  })

  it('puts a changed host where it was, under a new name as well', () => {
    const changed = withHost(spec, 'production', { name: 'app-01', port: 2222 }, 'web-01')
    expect(changed.environments?.[1]?.hosts).toEqual([{ name: 'app-01', port: 2222 }, { name: 'web-02' }])
  })

  it('leaves everything else as it is', () => {
    const { environments, ...rest } = withHost(spec, 'production', { name: 'web-03' })
    expect(rest).toEqual({ app: 'shop', lifecycle: spec.lifecycle })
    expect(environments?.[0]).toBe(spec.environments?.[0])
  })
})

describe('withoutHosts', () => {
  it('takes out those that are named', () => {
    expect(hostsOf(withoutHosts(spec, 'production', ['web-01']))).toEqual(['web-02'])
  })
})

describe('withEnvironment', () => {
  it('adds one as the last in promotion order, and replaces one in its place', () => {
    const names = (changed: WrittenSpec) => changed.environments?.map(({ name }) => name)
    expect(names(withEnvironment(spec, { name: 'beta' }))).toEqual(['test', 'production', 'beta'])
    expect(names(withEnvironment(spec, { name: 'qa' }, 'test'))).toEqual(['qa', 'production'])
  })
})

describe('withoutEnvironment', () => {
  it('takes it out', () => {
    expect(withoutEnvironment(spec, 'test').environments?.map(({ name }) => name)).toEqual(['production'])
  })
})
