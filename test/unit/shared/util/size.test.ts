import { describe, expect, it } from 'vitest'
import { parseSizeBytes } from '../../../../src/shared/util/size'

describe('parseSizeBytes', () => {
  it.each([
    ['1048576', 1_048_576],
    ['0', 0],
    ['500M', 524_288_000],
    ['20 g', 21_474_836_480],
    ['1.5GiB', 1_610_612_736],
    ['2kb', 2_048],
    ['3 B', 3],
    ['', undefined],
    ['M', undefined],
    ['-1', undefined],
    ['5 bananas', undefined],
    ['99999999999T', undefined],
  ])('reads %j as %s', (text, sizeBytes) => {
    expect(parseSizeBytes(text)).toBe(sizeBytes)
  })
})
