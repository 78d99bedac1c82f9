import { describe, expect, it } from 'vitest'
import { writerUrl } from '../../../../src/main/logs/writer-url'

describe('writerUrl', () => {
  it.each([
    ['file:///w/src/main/logs/log-sink.ts', 'file:///w/src/main/logs/log-writer.ts'],
    ['file:///w/out/main/chunks/main-Ab12.js', 'file:///w/out/main/log-writer.js'],
    ['file:///w/out/main/lastmile.js', 'file:///w/out/main/log-writer.js'],
  ])('from %s', (from, to) => {
    expect(writerUrl(from).href).toBe(to)
  })
})
