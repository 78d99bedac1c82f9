import { describe, expect, it } from 'vitest'
import {
  isLoopback,
  loopbackNames,
  originFor,
  originOf,
  parseListen,
  type ServedAddress,
} from '../../../../src/main/web/served-address'

const served: ServedAddress = {
  address: '127.0.0.1',
  port: 4680,
  isTls: false,
  isOurName: loopbackNames('127.0.0.1'),
}

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost'])('says yes to %s', (address) => {
    expect(isLoopback(address)).toBe(true)
  })
  it.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', '::2', 'localhost.example.com', 'console', '', '127.1'])(
    'says no to "%s"',
    (address) => {
      expect(isLoopback(address)).toBe(false)
    },
  )
})

describe('parseListen', () => {
  it.each([
    ['10.0.0.5', { address: '10.0.0.5' }],
    ['10.0.0.5:99', { address: '10.0.0.5', port: 99 }],
    ['Console.Example.com:4680', { address: 'console.example.com', port: 4680 }],
    ['::1', { address: '::1' }],
    ['[::1]:80', { address: '::1', port: 80 }],
  ])('reads %s', (text, parsed) => {
    expect(parseListen(text)).toEqual(parsed)
  })
  it.each(['', ':80', '[10.0.0.5]:80', '10.0.0.5:99999', '10.0.0.5:x', 'a b', 'http://a'])('refuses "%s"', (text) => {
    expect(() => parseListen(text)).toThrow(expect.objectContaining({ code: 'cli.usage' }))
  })
})

describe('originOf', () => {
  it.each([
    ['127.0.0.1:4680', 'http://127.0.0.1:4680'],
    ['localhost:4680', 'http://localhost:4680'],
    ['LOCALHOST:4680', 'http://localhost:4680'],
    ['[::1]:4680', 'http://[::1]:4680'],
  ])('knows %s', (host, origin) => {
    expect(originOf(served, host)).toBe(origin)
  })
  it.each([
    undefined,
    '',
    '127.0.0.1',
    '127.0.0.1:4681',
    '127.0.0.1:80',
    'evil.example:4680',
    'localhost.evil.example:4680',
    '127.0.0.1.nip.io:4680',
    '127.0.0.1:4680.evil.example',
    '127.0.0.1:4680@evil.example',
    'user@127.0.0.1:4680',
    '0.0.0.0:4680',
    '::1:4680',
    '[::1',
    '127.0.0.1:4680, evil.example',
  ])('refuses %s', (host) => {
    expect(originOf(served, host)).toBeUndefined()
  })
  it('leaves the default port out, as browsers do', () => {
    const tls = { ...served, port: 443, isTls: true }
    expect([originOf(tls, 'localhost'), originOf(tls, 'localhost:443'), originFor(tls, '::1')]).toEqual([
      'https://localhost',
      'https://localhost',
      'https://[::1]',
    ])
    expect(originOf(tls, 'localhost:80')).toBeUndefined()
  })
})
