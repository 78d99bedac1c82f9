import fc from 'fast-check'
import { appSpec, type AppSpec } from '../../src/shared/domain/app-spec'
import { builtInChecks } from '../../src/shared/domain/checklist'
import { formatDurationSpec } from '../../src/shared/util/duration'

/** Any map of the given arbitraries, each key present or not. */
const some = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] })

const wild = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 })
const tricky = fc.constantFrom(
  'off',
  'yes',
  'null',
  '12',
  '1.10',
  '0x1f',
  '~',
  '- a',
  'a: b',
  '#x',
  '*a',
  ' a ',
  'a\n\nb\n',
)
const words = fc.oneof(fc.constantFrom('systemctl restart shop', 'echo "{version}" | tee log'), tricky, wild)
const names = fc
  .oneof(fc.constantFrom('web-01', 'lb 1', '12', 'off', 'ホスト', '$(id)', 'a"b\'c'), wild)
  .filter((text) => !/[\p{Cc}/]/u.test(text) && text !== '.' && text !== '..')
const duration = fc
  .oneof(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 0, max: 366 * 86_400_000 }))
  .map(formatDurationSpec)
const amount = fc.oneof(
  fc.nat(2_000),
  fc
    .integer({ min: 0, max: 100_000_000 })
    .map((millionths) => `${millionths / 1_000_000}%`)
    .filter((text) => !text.includes('e')),
)
const retrying = { timeout: duration, retries: fc.nat(20), backoff: duration }

const effect = fc
  .tuple(
    fc.record({ run: words }),
    some({ check: words, checkInterval: duration, ...retrying }),
    fc.constantFrom({}, { on: 'local' }, { on: 'host' }, { via: 'balancer' }),
  )
  .map((parts) => Object.assign({}, ...parts) as object)
const mute = fc
  .tuple(effect, some({ onFailure: fc.constantFrom('blocking', 'advisory'), expires: duration }))
  .map(([base, more]) => ({ ...base, ...more }))

const lifecycle = fc
  .tuple(
    some({
      precheck: some({
        run: words,
        version: words,
        health: words,
        minFreeDisk: fc.nat(),
        maxClockSkew: duration,
        ...retrying,
      }),
      fetch: some({ run: words, ...retrying }),
      quiet: some({ inFlight: words, max: duration, ...retrying }),
      restart: fc.oneof(some({ run: words, ...retrying }), some({ stop: words, start: words, ...retrying })),
      verify: fc.oneof(
        some({
          http: words,
          expectStatus: fc.integer({ min: 100, max: 599 }),
          expectBody: fc.string(),
          interval: duration,
        }),
        some({ run: words, consecutive: fc.integer({ min: 1, max: 1_000 }), warmup: duration }),
      ),
    }),
    fc.option(fc.record({ drain: effect, admit: effect })),
    fc.option(fc.record({ mute, unmute: effect })),
  )
  .map(([base, drained, muted]) => ({ ...base, ...drained, ...muted }))

const secrets = fc.dictionary(
  fc.constantFrom('token', 'db-password', 'KEY_2'),
  fc
    .tuple(
      fc.oneof(
        fc.record({ env: fc.constantFrom('TOKEN', '_x') }),
        fc.record({ file: fc.constantFrom('~/.secrets/token', '/run/a b') }),
        fc.record({ keychain: fc.constantFrom('shop/api key', '12/off/1') }),
      ),
      some({ as: fc.constantFrom('file', 'environment') }),
    )
    .map(([source, more]) => ({ ...source, ...more })),
  { maxKeys: 3, noNullPrototype: true },
)

const overrides = some({
  restart: some({ run: words, timeout: duration }),
  quiet: fc.oneof(fc.constant('off'), some({ max: duration })),
})

const itemBase = {
  ask: words,
  why: words,
  blocking: fc.boolean(),
  waivableBy: fc.oneof(fc.constantFrom('anyone', 'nobody'), fc.array(words, { minLength: 1, maxLength: 3 })),
}
const item = fc.oneof(
  fc.record({ kind: fc.constant('tick'), ...itemBase }),
  fc.record({ kind: fc.constant('value'), ...itemBase, pattern: fc.constantFrom('^CHG-\\d+$', 'a|b') }),
  fc.record({ kind: fc.constant('command'), ...itemBase, timeout: duration, run: words, expectOutput: fc.string() }),
  fc.record({ kind: fc.constant('http'), ...itemBase, url: words, expectStatus: fc.integer({ min: 100, max: 599 }) }),
  fc.record({ kind: fc.constant('builtin'), ...itemBase, check: fc.constantFrom(...builtInChecks) }),
)
const items = fc
  .array(item, { maxLength: 3 })
  .map((list) => list.map((each, index) => ({ id: `item-${index}`, ...each })))
const gateItems = fc.oneof(fc.constant('off' as const), items)

const host = (name: string) =>
  some({
    address: fc.constantFrom('10.0.0.1', 'fe80::1', 'web.example.com'),
    port: fc.integer({ min: 1, max: 65_535 }),
    user: words,
    labels: fc.dictionary(fc.oneof(words, fc.constant('zone')), fc.oneof(words, fc.integer(), fc.boolean()), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    canary: fc.boolean(),
  }).map((rest) => ({ name, ...rest }))
const hosts = fc
  .uniqueArray(
    names.filter((name) => name !== 'balancer'),
    { maxLength: 6 },
  )
  .chain((list) => fc.tuple(...list.map(host)))

const strategy = some({
  kind: fc.constantFrom('rolling', 'all-at-once'),
  canary: fc.oneof(fc.constant(false), some({ hosts: fc.constantFrom(1, 2), soak: duration })),
  batches: fc.oneof(amount, fc.array(amount, { minLength: 1, maxLength: 4 })),
  maxUnavailable: amount,
  soak: duration,
  pause: duration,
  stopWhenFailuresExceed: some({ batch: amount, rollout: amount }),
  signOff: some({ approvers: fc.integer({ min: 1, max: 10 }), notBy: fc.constant('starter') }),
})
const environment = (name: string) =>
  fc
    .record({
      protected: fc.boolean(),
      ssh: some({
        user: words,
        port: fc.integer({ min: 1, max: 65_535 }),
        identityFile: fc.oneof(fc.constant('~/.ssh/id'), fc.constant(['/keys/a', '~/b'])),
        jump: words,
        hostKeys: fc.constantFrom('ask', 'strict', 'accept-new'),
        agent: fc.boolean(),
        connectTimeout: duration,
      }),
      hosts,
      strategy,
      gates: some({ beforeLaunch: items, beforeCanary: gateItems, afterSoak: gateItems, beforeBatch: items }),
      lifecycle: overrides,
      secrets,
    })
    .map((rest) => ({ name, otherHosts: [{ name: 'balancer' }], ...rest }))

/** Valid specs with awkward texts in every place that takes text. */
export const specArbitrary: fc.Arbitrary<AppSpec> = fc
  .tuple(
    fc.record({ app: names }),
    some({
      owner: words,
      tier: words,
      secrets,
      package: fc.record({
        url: words,
        root: fc.constantFrom('/srv/shop', '~/shop'),
        keep: fc.integer({ min: 1, max: 9 }),
      }),
      lifecycle,
    }),
    fc.uniqueArray(names, { maxLength: 3 }).chain((list) => fc.tuple(...list.map(environment))),
  )
  .map(([head, rest, environments]) => appSpec.parse({ ...head, ...rest, environments }))
