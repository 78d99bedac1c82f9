import { describe, expect, it } from 'vitest'
import { readSessionCookie, sessionCookie } from '../../../../src/main/web/cookie'

const served = { address: '127.0.0.1', port: 4680, isTls: false, isOurName: () => true }
const tls = { ...served, isTls: true }

describe('sessionCookie', () => {
  it('is for this console alone, and for no script and no other site', () => {
    expect(sessionCookie(served, 'abc')).toBe('lastmile-4680=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict')
    expect(sessionCookie(tls, 'abc')).toBe(
      '__Host-lastmile-4680=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure',
    )
  })
})

describe('readSessionCookie', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['lastmile-4680=abc', 'abc'],
    ['a=1; lastmile-4680=abc; b=2', 'abc'],
    ['lastmile-4681=abc', undefined],
    ['xlastmile-4680=abc', undefined],
    ['lastmile-4680=abc; lastmile-4680=planted', undefined],
  ])('of %s is %s', (header, session) => {
    expect(readSessionCookie(served, header)).toBe(session)
  })
  it('takes nothing less than the secure one under TLS', () => {
    expect(readSessionCookie(tls, 'lastmile-4680=abc')).toBeUndefined()
    expect(readSessionCookie(tls, '__Host-lastmile-4680=abc')).toBe('abc')
  })
})
