import { describe, expect, it } from 'vitest'
import { parseArguments, parseLink } from '../../../../src/main/desktop/desktop-links'
import { desktopWish } from '../../../../src/shared/ipc/desktop-wish'

describe('parseLink', () => {
  it.each([
    ['lastmile://rollout/k7m2p4x9ab', '/rollouts/k7m2p4x9ab'],
    ['lastmile://rollout/k7m2/', '/rollouts/k7m2'],
    ['lastmile://rollout/', undefined],
    ['lastmile://rollout/k7m2?sign=yes', undefined],
    ['lastmile://rollout/../settings', undefined],
    ['lastmile://rollout/%2e%2e', undefined],
    ['lastmile://brake/k7m2', undefined],
    [`lastmile://rollout/${'x'.repeat(41)}`, undefined],
    ['https://rollout/k7m2', undefined],
    ['', undefined],
  ])('of %j is %j', (link, place) => {
    expect(parseLink(link)).toBe(place)
  })

  it('leads to places that the page may be asked for', () => {
    const place = parseLink('lastmile://rollout/k7m2')
    expect(desktopWish.safeParse({ kind: 'go', place }).success).toBe(true)
    expect(desktopWish.safeParse({ kind: 'go', place: 'https://example.com' }).success).toBe(false)
  })
})

describe('parseArguments', () => {
  it.each([
    [[], undefined],
    [['--devtools', '--allow-file-access'], undefined],
    [['lastmile://rollout/k7m2'], { kind: 'place', place: '/rollouts/k7m2' }],
    [['shop/lastmile.yml'], { kind: 'file', path: '/work/shop/lastmile.yml' }],
    [['--flag', '/abs/LASTMILE.YAML'], { kind: 'file', path: '/abs/LASTMILE.YAML' }],
    [['a.yml', 'lastmile://rollout/k7m2', 'notes.txt'], { kind: 'place', place: '/rollouts/k7m2' }],
    [['--file=a.yml', 'program'], undefined],
    [['file:///home/me/lastmile.yml'], { kind: 'file', path: '/home/me/lastmile.yml' }],
    [['FILE:///home/me/my%20shop/%C3%BC.yaml'], { kind: 'file', path: '/home/me/my shop/ü.yaml' }],
    [['file://elsewhere/home/me/lastmile.yml'], undefined],
    [['file:///home/a%2Fb.yml', 'file:///%zz.yml', 'file:///home/me/notes.txt'], undefined],
  ])('of %j is %j', (words, opened) => {
    expect(parseArguments(words, '/work')).toEqual(opened)
  })
})
