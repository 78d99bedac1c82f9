import { describe, expect, it } from 'vitest'
import { renderDiff } from '../../../../../src/main/cli/views/render-diff'

const escape = '\u001b'

describe('renderDiff', () => {
  it('says when nothing changed', () => expect(renderDiff([], false)).toBe('no changes'))

  it('shows one change on a line, long ones below each other, large ones by what is in them', () => {
    const long = (text: string) => `systemctl ${text} shop-api.service`
    expect(
      renderDiff(
        [
          { kind: 'added', path: 'hosts[a]', after: { name: 'a', labels: { zone: 'x' } } },
          { kind: 'removed', path: 'hosts[b]', before: { name: 'b' } },
          { kind: 'changed', path: 'soak', before: '1m', after: '5m' },
          { kind: 'changed', path: 'protected', before: undefined, after: true },
          { kind: 'changed', path: 'run', before: long('restart'), after: long('reload') },
          { kind: 'added', path: 'environments[x]', after: { name: 'x', hosts: Array(40).fill({ name: 'host' }) } },
        ],
        false,
      ).split('\n'),
    ).toEqual([
      '+ hosts[a]: { name: a, labels: { zone: x } }',
      '- hosts[b]: { name: b }',
      '~ soak: 1m → 5m',
      '~ protected: (default) → true',
      '~ run:',
      '    - systemctl restart shop-api.service',
      '    + systemctl reload shop-api.service',
      '+ environments[x]: { name, hosts (40) }',
    ])
  })

  it('colours when asked', () => {
    expect(renderDiff([{ kind: 'added', path: 'a', after: 1 }], true)).toBe(`${escape}[32m+ a: 1${escape}[39m`)
  })

  it.each([`one\ntwo`, `${escape}[2J`, '\u009b2J', { run: `${escape}[2J` }])(
    'lets no control character of %j reach the terminal',
    (after) => {
      expect(renderDiff([{ kind: 'added', path: 'run', after }], false)).not.toMatch(/\p{Cc}/u)
    },
  )
})
