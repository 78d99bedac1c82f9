import { describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/shared/errors/app-error'
import { fillText, fillUrl, placeholdersOf, valueOf, type TemplateValues } from '../../../../src/shared/domain/template'

const values: TemplateValues = {
  app: 'shop api',
  version: '1.1.0+b/2?x=1#f',
  environment: 'production',
  rollout: 'r1',
  root: '/srv/shop/',
  host: { name: 'web 01', address: '10.0.1.11', labels: { zone: 'a', 'k8s.io/rack-row': 'r7' } },
}
const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof AppError) return error.code
  }
  return 'none'
}

describe('fillText', () => {
  it.each([
    ['{app}-{version}.tgz', 'shop api-1.1.0+b/2?x=1#f.tgz'],
    ['{host.name} {host.address} {environment} {rollout}', 'web 01 10.0.1.11 production r1'],
    ['{host.label.zone}/{host.label.k8s.io/rack-row}', 'a/r7'],
    ['{root} {release}', '/srv/shop/ /srv/shop/releases/1.1.0+b/2?x=1#f'],
    ['{"app":"{app}"}', '{"app":"shop api"}'],
    [
      '${version} {{version}} { version } {a,b} {print $1} {foo.bar} {}',
      '${version} {{version}} { version } {a,b} {print $1} {foo.bar} {}',
    ],
    ['{version', '{version'],
  ])('fills %j', (text, filled) => expect(fillText(text, values)).toBe(filled))

  it.each([
    ['{host.nam}', 'spec.unknown-placeholder'],
    ['{host}', 'spec.unknown-placeholder'],
    ['{app.name}', 'spec.unknown-placeholder'],
    ['{label.zone}', 'spec.unknown-placeholder'],
    ['{host.label.rack}', 'spec.unknown-label'],
    ['{host.label.toString}', 'spec.unknown-label'],
    ['{previous}', 'spec.placeholder-empty'],
    ['{host.user}', 'spec.placeholder-empty'],
  ])('refuses %s with %s', (text, code) => expect(codeOf(() => fillText(text, values))).toBe(code))

  it('names what it knows when it refuses', () => {
    expect(() => fillText('{host.nam}', values)).toThrow(/\{host\.nam\}.*\{host\.name\}/)
  })
})

describe('fillUrl', () => {
  it('keeps a value within its part of the URL', () => {
    expect(fillUrl('http://{host.address}:8000/{app}/{version}.tgz?{host.name}', values)).toBe(
      'http://10.0.1.11:8000/shop%20api/1.1.0%2Bb%2F2%3Fx%3D1%23f.tgz?web%2001',
    )
  })

  it.each([
    ['http://{host.address}:80/', 'http://[fe80::1]:80/'],
    ['http://[{host.address}]:80/', 'http://[fe80::1]:80/'],
  ])('puts brackets around an IPv6 address in %s', (url, filled) => {
    expect(fillUrl(url, { ...values, host: { ...values.host, address: 'fe80::1' } })).toBe(filled)
  })
})

describe('placeholdersOf', () => {
  it('lists each placeholder once, in order', () => {
    expect(placeholdersOf('{version} {host.label.zone} {version} ${app}')).toEqual(['{version}', '{host.label.zone}'])
  })
})

describe('valueOf', () => {
  it('gives no release without a root', () => {
    expect(valueOf({ kind: 'value', name: 'release' }, { ...values, root: undefined })).toBeUndefined()
  })
})
