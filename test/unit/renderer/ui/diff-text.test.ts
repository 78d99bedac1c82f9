import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { blockLines, countChanges, inlineValue } from '../../../../src/renderer/ui/diff-text'

describe('countChanges', () => {
  it('counts each kind', () => {
    const changes = [{ kind: 'added' }, { kind: 'added' }, { kind: 'removed' }] as const
    expect(countChanges(changes)).toEqual({ added: 2, removed: 1, changed: 0 })
  })
})

describe('inlineValue', () => {
  it.each([
    ['10m', '10m'],
    [25, '25'],
    [false, 'false'],
    [[1, '10%'], '[1, 10%]'],
    [{ name: 'web-01', labels: { zone: 'a' } }, '{ name: web-01, labels: { zone: a } }'],
    [{}, '{}'],
    ['x'.repeat(73), undefined],
    ['one\ntwo', undefined],
  ])('writes %j', (value, text) => {
    expect(inlineValue(value)).toBe(text)
  })
})

describe('blockLines', () => {
  it('writes what YAML reads back as the same', () => {
    const value = {
      name: 'production',
      hosts: Array.from({ length: 4 }, (_, index) => ({ name: `web-0${index}`, address: `10.0.0.${index}` })),
      gates: {
        beforeBatch: [{ id: 'errors', ask: 'No request of the last ten seconds failed'.repeat(2), kind: 'command' }],
      },
      lifecycle: { drain: { run: 'echo disable\nif true; then\n  sleep 1\nfi', timeout: '45s' } },
    }
    expect(parse(blockLines(value).join('\n'))).toEqual(value)
  })
})
