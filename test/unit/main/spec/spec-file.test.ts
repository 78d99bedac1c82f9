import { describe, expect, it } from 'vitest'
import { parseSpecFile, readSpecFile } from '../../../../src/main/spec/spec-file'
import { AppError } from '../../../../src/shared/errors/app-error'
import { problemsOf } from '../../../helpers/problems'

const read = (text: string) => parseSpecFile(text, 'f.yml')
const inProduction = (rest: string) => `app: shop\nenvironments:\n  - name: production\n${rest}`

describe('parseSpecFile', () => {
  it('reads everything of the full example', async () => {
    const [spec, ...others] = await readSpecFile('test/fixtures/shop-api.lastmile.yml')
    const [test, production] = spec?.environments ?? []
    expect(others).toEqual([])
    expect(spec).toMatchObject({ app: 'shop-api', tier: '1', package: { unpack: 'zip', keep: 3 } })
    expect(test).toMatchObject({ name: 'test', protected: false, lifecycle: { drain: 'off', admit: 'off' } })
    expect(spec?.lifecycle.drain).toStrictEqual({
      run: 'echo "disable server shop/{host.name}" | socat - /run/haproxy/admin.sock\nsleep 1\n',
      check: 'server-is-out {host.name}',
      via: 'lb-01',
      timeout: 45_000,
    })
    expect(production?.hosts).toStrictEqual([
      {
        name: 'web-01',
        address: '10.0.1.11',
        labels: { zone: 'a', rack: '1.10', spare: 'false' },
        canary: true,
      },
      { name: 'web-02', address: '10.0.1.12', labels: { zone: 'b', rack: '007' }, canary: false },
      { name: 'web 03', address: 'fe80::3', port: 22, user: 'root', labels: {}, canary: false },
    ])
    expect(production?.strategy).toStrictEqual({
      kind: 'canary',
      canary: { hosts: 1, soak: 600_000 },
      batches: [{ hosts: 1 }, { percent: 10 }, { percent: 12.5 }],
      maxUnavailable: { percent: 40 },
      soak: 90_000,
      pause: 30_000,
      stopWhenFailuresExceed: { batch: { hosts: 0 }, rollout: { hosts: 2 } },
      signOff: { approvers: 2, notBy: 'starter' },
    })
    expect(production?.gates.beforeLaunch?.map(({ id }) => id)).toEqual(['on-call', 'ticket'])
    expect(production?.gates.beforeCanary).toBe('off')
  })

  it('reads several documents as several apps', () => {
    expect(read('app: one\n---\napp: two\n---\n# nothing here\n').map(({ app }) => app)).toEqual(['one', 'two'])
  })

  it('makes relative local paths absolute, from the directory of the file', () => {
    const text = (push: string) => `app: a\npackage: { push: "${push}", root: /srv/a }\n`
    const pushed = (push: string) => parseSpecFile(text(push), '/etc/shop/lastmile.yml')[0]?.package?.push
    expect(['./d/{version}.tgz', '../d.tgz', 'd.tgz', '/d.tgz', '~/d.tgz', '{app}.tgz'].map(pushed)).toEqual([
      '/etc/shop/d/{version}.tgz',
      '/etc/d.tgz',
      '/etc/shop/d.tgz',
      '/d.tgz',
      '~/d.tgz',
      '{app}.tgz',
    ])
  })

  it('takes a thousand references to one anchor, and refuses a file that explodes', () => {
    const hosts = Array.from({ length: 1_000 }, (_, index) => `      - { <<: *base, name: web-${index} }`)
    const [spec] = read(`x-base: &base { user: kim }\n${inProduction(`    hosts:\n${hosts.join('\n')}\n`)}`)
    expect(spec?.environments[0]?.hosts.every(({ user }) => user === 'kim')).toBe(true)
    const levels = Array.from(
      { length: 9 },
      (_, index) => `x-${index + 1}: &b${index + 1} [${`*b${index},`.repeat(9)}]`,
    )
    expect(problemsOf(() => read(`app: a\nx-0: &b0 [x]\n${levels.join('\n')}\n`))).toEqual([
      'f.yml:1:1 Excessive alias count indicates a resource exhaustion attack',
    ])
  })

  it('checks commands when it is given the check', () => {
    const check = (command: string) => {
      if (command.includes('eval')) throw new AppError('spec.unreadable', { details: { file: 'x', reason: 'eval' } })
    }
    const text = 'app: a\nlifecycle:\n  restart:\n    run: eval x\n'
    expect(problemsOf(() => parseSpecFile(text, 'f.yml', check))).toEqual([
      'f.yml:4:10 lifecycle.restart.run: x cannot be read: eval. Check the path and its permissions.',
    ])
    expect(read(text)).toHaveLength(1)
  })

  it('carries every problem in the details of one error', () => {
    const error = (() => {
      try {
        return read('app: 12\nport: 1\n')
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({
      code: 'spec.invalid',
      details: {
        file: 'f.yml',
        count: '2 problems',
        problems: [
          { line: 1, column: 6, path: 'app' },
          { line: 2, column: 1, path: 'port' },
        ],
      },
    })
  })

  it.each<[string, string, string[]]>([
    ['an empty file', '', ['f.yml:1:1 the file describes no app; it needs at least "app: NAME"']],
    ['text', 'hello', ['f.yml:1:1 the document must be a map of keys and values, not "hello"']],
    ['a key that stands twice', 'app: a\napp: b\n', ['f.yml:2:1 "app" stands twice in the same map; keep one of them']],
    ['broken YAML', 'app: a\n\tx: 1\n', ['f.yml:2:1 Tabs are not allowed as indentation']],
    ['an unknown anchor', 'app: *name\n', ['f.yml:1:6 there is no anchor "&name" above this "*name"']],
    ['an app twice', 'app: a\n---\napp: a\n', ['f.yml:3:6 app: "a" is described twice in this file']],
    [
      'a number for a name',
      'app: 12\n',
      ['f.yml:1:6 app: app must be text of 1 to 200 characters, not the number 12; put it in quotes: "12"'],
    ],
    [
      'a missing name, at the entry it is missing from',
      'app: a\nenvironments:\n  - protected: true\n',
      ['f.yml:3:5 environments[1].name: name is missing; it must be text of 1 to 200 characters'],
    ],
    [
      'a missing key, at the key of the map it is missing from',
      'app: a\npackage:\n  keep: 3\n',
      [
        'f.yml:2:1 package.root: root is missing; it must be a directory on the hosts that is absolute or starts with ~/',
      ],
    ],
    [
      'a key without a value',
      'app: a\npackage:\n',
      ['f.yml:2:9 package: package has no value; it must be a map of keys and values'],
    ],
    [
      'unknown keys, with the nearest known one or all',
      'app: a\nenvirnoments: []\nblue: 1\n',
      [
        'f.yml:2:1 envirnoments: unknown key "envirnoments"; did you mean "environments"?',
        'f.yml:3:1 blue: unknown key "blue"; known here: app, owner, tier, secrets, package, lifecycle, environments',
      ],
    ],
    [
      'wrong values of a host, by its name',
      inProduction(
        '    hosts:\n      - { name: web-01, port: abc }\n      - { name: web-02, port: 70000, labels: [] }\n',
      ),
      [
        'f.yml:5:31 environments[production].hosts[web-01].port: port must be a number from 1 to 65535, not "abc"',
        'f.yml:6:31 environments[production].hosts[web-02].port: port must be a number from 1 to 65535, not 70000',
        'f.yml:6:46 environments[production].hosts[web-02].labels: labels must be a map of keys and values, not a list',
      ],
    ],
    [
      'a value that came through a merge key, where it was written',
      `x-base: &base\n  port: high\n${inProduction('    hosts:\n      - { <<: *base, name: web-01 }\n')}`,
      ['f.yml:2:9 environments[production].hosts[web-01].port: port must be a number from 1 to 65535, not "high"'],
    ],
    [
      'a host named twice, also as another host',
      inProduction('    hosts: [{ name: a }, { name: b }, { name: a }]\n    otherHosts: [{ name: b }]\n'),
      [
        'f.yml:4:47 environments[production].hosts[a].name: "a" is named twice',
        'f.yml:5:26 environments[production].otherHosts[b].name: "b" is named twice',
      ],
    ],
    [
      'wrong words, amounts and durations of a strategy',
      inProduction('    strategy: { kind: canry, batches: [x], soak: never, pause: [], maxUnavailable: 101% }\n'),
      [
        'f.yml:4:23 environments[production].strategy.kind: kind must be one of canary, rolling or all-at-once, not "canry"; did you mean "canary"?',
        'f.yml:4:40 environments[production].strategy.batches[1]: "x" is neither a whole number of hosts nor a percentage such as 25%',
        'f.yml:4:50 environments[production].strategy.soak: "never" is not a duration; write for example 500ms, 30s, 10m or 1h30m',
        'f.yml:4:64 environments[production].strategy.pause: pause must be a duration such as 30s, 10m or 1h30m, not a list',
        'f.yml:4:84 environments[production].strategy.maxUnavailable: "101%" is neither a whole number of hosts nor a percentage such as 25%',
      ],
    ],
    [
      'an empty list of batches and a wrong canary',
      inProduction('    strategy: { batches: [], canary: true }\n'),
      [
        'f.yml:4:26 environments[production].strategy.batches: batches must have at least one entry',
        'f.yml:4:38 environments[production].strategy.canary: canary must be false, or hosts and soak as in { hosts: 1, soak: 10m }, not true',
      ],
    ],
    [
      'items of a gate, told apart by their kind',
      inProduction(
        '    gates:\n      beforeBatch:\n        - { id: A b, kind: tick, ask: x }\n        - { id: c, kind: tik, ask: x }\n        - { id: d, kind: http, ask: x, run: y }\n        - { id: e, ask: x }\n      afterSoak: on\n',
      ),
      [
        'f.yml:6:17 environments[production].gates.beforeBatch[A b].id: id must be an id of lower-case letters, digits and "-", not "A b"',
        'f.yml:7:26 environments[production].gates.beforeBatch[c].kind: kind must be one of tick, value, command, http or builtin, not "tik"; did you mean "tick"?',
        'f.yml:8:11 environments[production].gates.beforeBatch[d].url: url is missing; it must be a URL',
        'f.yml:8:40 environments[production].gates.beforeBatch[d].run: unknown key "run"; known here: kind, id, ask, why, blocking, waivableBy, timeout, url, expectStatus, expectBody',
        'f.yml:9:11 environments[production].gates.beforeBatch[e].kind: kind is missing; it must be one of tick, value, command, http or builtin',
        'f.yml:10:18 environments[production].gates.afterSoak: afterSoak must be off or a list, not "on"',
      ],
    ],
    [
      'a drain without a way back, and a machine nobody knows',
      `${inProduction('')}lifecycle:\n  drain: { run: out, via: lb-01 }\n`,
      [
        'f.yml:3:5 environments[production]: in production "drain" is configured but "admit" is not; name both or neither',
        'f.yml:5:27 lifecycle.drain.via: "lb-01" is neither in "hosts" nor in "otherHosts" of production',
      ],
    ],
    [
      'a password where the name of a variable belongs',
      inProduction('    ssh: { passwordEnv: hunter-2 }\n'),
      [
        'f.yml:4:25 environments[production].ssh.passwordEnv: passwordEnv must be the name of the environment variable that holds the password, never the password itself',
      ],
    ],
  ])('refuses %s', (_, text, problems) => {
    expect(problemsOf(() => read(text))).toEqual(problems)
  })
})

describe('readSpecFile', () => {
  it('says which file could not be read and why', async () => {
    await expect(readSpecFile('/nowhere/lastmile.yml')).rejects.toMatchObject({
      code: 'spec.unreadable',
      details: { file: '/nowhere/lastmile.yml', reason: expect.stringContaining('ENOENT') as string },
    })
  })
})
