// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { installTileImages, tileImage } from '../../../../../src/renderer/features/launch/tile-image'
import { stepNames } from '../../../../../src/shared/domain/lifecycle'

const plain = { shape: 'hollow', fill: 0, isOut: false, isMuted: false } as const

it('lays the ring and the bell over the shape of the state', () => {
  expect(tileImage(plain)).toBe('var(--tile-hollow)')
  expect(tileImage({ ...plain, shape: 'cross', isOut: true, isMuted: true })).toBe(
    'var(--tile-muted), var(--tile-out), var(--tile-cross)',
  )
})

it('has a picture for every step a host may be at', () => {
  installTileImages()
  const { style } = document.documentElement
  for (let done = 0; done <= stepNames.length; done += 1) {
    const image = tileImage({ ...plain, shape: 'filling', fill: done / stepNames.length })
    const [, name] = /^var\((.+)\)$/.exec(image) ?? []
    expect(style.getPropertyValue(String(name))).toMatch(/^url\("data:image\/svg\+xml,/)
  }
})

it('draws anew in the colours of another theme', async () => {
  const { style, classList } = document.documentElement
  installTileImages()
  const before = style.getPropertyValue('--tile-check')
  style.setProperty('--green-fg', '#123456')
  classList.add('light')
  await Promise.resolve()
  expect(before).not.toContain(encodeURIComponent('#123456'))
  expect(style.getPropertyValue('--tile-check')).toContain(encodeURIComponent('#123456'))
})
