import { describe, expect, it } from 'vitest'
import { cut, pad, paintLine, wrap } from '../../../../../src/main/cli/views/fit'

describe('cut', () => {
  it.each([
    ['web-01', 6, 'web-01'],
    ['web-01', 5, 'web-…'],
    ['web-01', 1, '…'],
    ['web-01', 0, ''],
    ['发布完成', 5, '发布…'],
    ['发布完成', 4, '发…'],
    ['⏳ 9:00', 3, '⏳…'],
  ])('cuts %s to %i columns', (text, columns, expected) => expect(cut(text, columns)).toBe(expected))
})

describe('pad', () => {
  it('counts columns, not characters', () => expect([pad('发布', 6), pad('long', 2)]).toEqual(['发布  ', 'long']))
})

describe('paintLine', () => {
  it('colours pieces and cuts the line, not the colours', () => {
    const red = { text: 'failed', paint: (text: string) => `<${text}>` }
    expect(paintLine(['web-01 ', red, ' at verify'], 15)).toBe('web-01 <failed> …')
    expect(paintLine(['web-01 ', red, ' at verify'], 10)).toBe('web-01 <fa…>')
  })
})

describe('wrap', () => {
  it.each([
    ['Do you trust it?', 16, 'Do you trust it?'],
    ['Do you trust it?', 15, 'Do you trust\nit?'],
    ['Do you trust it?', 6, 'Do you\ntrust\nit?'],
    ['key SHA256:abcdef, is it?', 8, 'key\nSHA256:abcdef,\nis it?'],
    ['SHA256:abcdef, is it?', 8, 'SHA256:abcdef,\nis it?'],
    ['发布 完成', 6, '发布\n完成'],
    ['', 6, ''],
  ])('breaks %j between words at %i columns', (text, columns, expected) => expect(wrap(text, columns)).toBe(expected))
})
