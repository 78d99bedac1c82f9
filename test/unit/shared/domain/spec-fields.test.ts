import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { amount, durationMs, looseText, name, sizeBytes } from '../../../../src/shared/domain/spec-fields'

const failureOf = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message

describe('durationMs', () => {
  it.each([
    ['500ms', 500],
    ['1h30m', 5_400_000],
    [90, 90_000],
    [0.25, 250],
    ['0s', 0],
    ['366d', 366 * 86_400_000],
  ])('reads %j', (value, ms) => expect(durationMs.parse(value)).toBe(ms))

  it.each([
    ['soon', '"soon" is not a duration; write for example 500ms, 30s, 10m or 1h30m'],
    ['-1s', '"-1s" is not a duration; write for example 500ms, 30s, 10m or 1h30m'],
    [-1, '"-1" is not a duration; write for example 500ms, 30s, 10m or 1h30m'],
    ['1:30', '"1:30" is not a duration; write for example 500ms, 30s, 10m or 1h30m'],
    ['400d', '"400d" is longer than a year'],
  ])('refuses %j', (value, message) => expect(failureOf(durationMs, value)).toBe(message))

  it('writes exact milliseconds with units', () => expect(durationMs.encode(5_400_001)).toBe('1h30m1ms'))
})

describe('amount', () => {
  it.each([
    [0, { hosts: 0 }],
    ['2', { hosts: 2 }],
    ['25%', { percent: 25 }],
    [' 12.5 % ', { percent: 12.5 }],
    ['100%', { percent: 100 }],
  ])('reads %j', (value, decoded) => expect(amount.parse(value)).toEqual(decoded))

  it.each([[-1], [1.5], ['101%'], ['%'], ['1e3'], ['a few'], ['']])('refuses %j', (value) => {
    expect(failureOf(amount, value)).toBe(`"${value}" is neither a whole number of hosts nor a percentage such as 25%`)
  })

  it.each([
    [{ hosts: 3 }, 3],
    [{ percent: 12.5 }, '12.5%'],
  ])('writes %j', (value, written) => expect(amount.encode(value)).toBe(written))
})

describe('sizeBytes', () => {
  it.each([
    [1_000, 1_000],
    ['200MiB', 209_715_200],
    ['1.5 GiB', 1_610_612_736],
  ])('reads %j', (value, bytes) => expect(sizeBytes.parse(value)).toBe(bytes))

  it.each([['2GB'], ['much'], ['-1MiB']])('refuses %j', (value) => {
    expect(failureOf(sizeBytes, value)).toBe(`"${value}" is not a size; write for example 500MiB or 2GiB`)
  })

  it.each([
    [0, 0],
    [1_000, 1_000],
    [209_715_200, '200MiB'],
    [1_610_612_736, '1536MiB'],
  ])('writes %j exactly', (bytes, written) => expect(sizeBytes.encode(bytes)).toBe(written))
})

describe('looseText', () => {
  it.each([
    [1, '1'],
    [true, 'true'],
    ['x', 'x'],
  ])('reads %j', (value, text) => expect(looseText.parse(value)).toBe(text))
})

describe('name', () => {
  it.each(['web 01', '$(reboot)', 'ホスト', '12', '...', 'a"b'])('takes %j as it is', (text) => {
    expect(name.parse(text)).toBe(text)
  })

  it.each(['', '.', '..', 'a/b', 'a\nb', 'a\u0000', '\u0085', 'x'.repeat(201)])('refuses %j', (text) => {
    expect(name.safeParse(text).success).toBe(false)
  })
})
