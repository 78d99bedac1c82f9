import { describe, expect, it } from 'vitest'
import { appSpec, strategySpec, toWrittenSpec } from '../../../../src/shared/domain/app-spec'

const production = (rest: object) => ({ app: 'shop', environments: [{ name: 'production', ...rest }] })
const effects = { drain: { run: 'out' }, admit: { run: 'in' } }

/** `path: message` of every finding. */
const findings = (input: unknown) =>
  appSpec.safeParse(input).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('appSpec', () => {
  it('fills what an app that says nothing leaves out', () => {
    expect(appSpec.parse(production({}))).toStrictEqual({
      app: 'shop',
      lifecycle: {},
      environments: [
        { name: 'production', protected: false, ssh: {}, hosts: [], otherHosts: [], strategy: {}, gates: {} },
      ],
    })
  })

  it('writes a sha256 in small letters', () => {
    const sha256 = 'AB'.repeat(32)
    expect(appSpec.parse({ app: 'a', package: { url: 'u', root: '/r', sha256 } }).package?.sha256).toBe('ab'.repeat(32))
  })

  it.each<[string, unknown, string[]]>([
    [
      'a package from two places',
      { app: 'a', package: { url: 'u', push: 'p', root: '/r' } },
      ['package: name exactly one of "url" (pulled by the hosts) and "push" (sent from here)'],
    ],
    [
      'a restart done twice',
      { app: 'a', lifecycle: { restart: { run: 'r', start: 's' } } },
      ['lifecycle.restart: name either "run" or "stop" and "start"'],
    ],
    [
      'a probe of two kinds that never gets to its check',
      production({ lifecycle: { verify: { http: 'h', run: 'r', warmup: '2m', timeout: '1m' } } }),
      [
        'environments.0.lifecycle.verify: name either "http" or "run"',
        'environments.0.lifecycle.verify.warmup: "warmup" takes the whole "timeout"; no check would ever be made',
      ],
    ],
    [
      'a quiet time that cannot be',
      { app: 'a', lifecycle: { quiet: { min: '2m', max: '1m' } } },
      ['lifecycle.quiet.min: "min" is longer than "max"'],
    ],
    [
      'a command in two places',
      production({ otherHosts: [{ name: 'lb' }], traffic: { serving: 'x', via: 'lb', on: 'local' } }),
      ['environments.0.traffic.on: traffic names both "via" and "on"; a command runs in one place'],
    ],
    [
      'a mute that only one environment ends',
      {
        app: 'a',
        lifecycle: { mute: { run: 'm' }, unmute: { run: 'u' } },
        environments: [{ name: 'test', lifecycle: { unmute: 'off' } }, { name: 'production' }],
      },
      ['environments.0: in test "mute" is configured but "unmute" is not; name both or neither'],
    ],
    [
      'a step that nobody gives a command',
      production({ lifecycle: { drain: { timeout: '1m' }, admit: { run: 'in' } } }),
      ['environments.0.lifecycle.drain: "run" is missing: neither production nor the app says what drain does'],
    ],
    [
      'machines nobody knows',
      {
        ...production({
          lifecycle: { admit: { via: 'lb-2' } },
          gates: { beforeBatch: [{ id: 'a', kind: 'command', ask: 'x', run: 'y', via: 'lb-3' }] },
        }),
        lifecycle: { drain: { run: 'out', via: 'lb-1' }, admit: { run: 'in', via: 'lb-1' } },
      },
      [
        'lifecycle.drain.via: "lb-1" is neither in "hosts" nor in "otherHosts" of production',
        'environments.0.lifecycle.admit.via: "lb-2" is neither in "hosts" nor in "otherHosts" of production',
        'environments.0.gates.beforeBatch.0.via: "lb-3" is neither in "hosts" nor in "otherHosts" of production',
      ],
    ],
    [
      'items that could be mistaken for another',
      production({
        gates: {
          beforeBatch: [
            { id: 'floor', kind: 'tick', ask: 'x' },
            { id: 'a', kind: 'tick', ask: 'x' },
            { id: 'a', kind: 'tick', ask: 'y' },
          ],
        },
      }),
      [
        'environments.0.gates.beforeBatch.0.id: "floor" is the id of a built-in check; choose another',
        'environments.0.gates.beforeBatch.2.id: "a" is named twice in this gate',
      ],
    ],
    [
      'environments named twice',
      { app: 'a', environments: [{ name: 'x' }, { name: 'x' }] },
      ['environments.1.name: "x" is named twice'],
    ],
  ])('refuses %s', (_, input, expected) => expect(findings(input)).toEqual(expected))

  it('lets an environment change one key of a step, and switch steps off', () => {
    const input = {
      app: 'a',
      lifecycle: effects,
      environments: [
        { name: 'test', lifecycle: { drain: 'off', admit: 'off' } },
        { name: 'production', lifecycle: { drain: { timeout: '2m' } } },
      ],
    }
    expect(findings(input)).toBeUndefined()
  })

  it('takes a built-in item under its own id', () => {
    const item = { id: 'floor', kind: 'builtin', check: 'floor', ask: 'x' }
    expect(findings(production({ gates: { beforeBatch: [item] } }))).toBeUndefined()
  })
})

describe('strategySpec', () => {
  it.each([
    [{ canary: false }, { kind: 'rolling' }],
    [{ canary: false, kind: 'all-at-once' }, { kind: 'all-at-once' }],
    [{ canary: {} }, { canary: { hosts: 1, soak: 600_000 } }],
    [{ batches: 2 }, { batches: [{ hosts: 2 }] }],
    [{ batches: ['1', '5%'] }, { batches: [{ hosts: 1 }, { percent: 5 }] }],
  ])('reads %j', (input, strategy) => expect(strategySpec.parse(input)).toStrictEqual(strategy))

  it.each([
    [{ canary: false, kind: 'canary' }],
    [{ canary: { hosts: 3 } }],
    [{ batches: [] }],
    [{ signOff: { approvers: 0 } }],
  ])('refuses %j', (input) => expect(strategySpec.safeParse(input).success).toBe(false))
})

describe('toWrittenSpec', () => {
  it('is JSON that reads back as the same spec', () => {
    const spec = appSpec.parse(production({ strategy: { soak: '90s', batches: ['25%', 1] }, hosts: [{ name: 'a' }] }))
    const written = toWrittenSpec(spec)
    expect(written.environments?.[0]?.strategy).toEqual({ soak: '1m30s', batches: ['25%', 1] })
    expect(appSpec.parse(JSON.parse(JSON.stringify(written)))).toStrictEqual(spec)
  })
})
