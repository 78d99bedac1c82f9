import { describe, expect, it } from 'vitest'
import { GateChecker } from '../../../../src/main/rollout/gate-checker'
import type { AutomaticItem, BuiltInCheck } from '../../../../src/shared/domain/checklist'
import { asGateId } from '../../../../src/shared/domain/ids'
import { FakeFleet, servingCommand } from '../../../helpers/fake-fleet'
import { secretValues } from '../../../helpers/secrets'
import { allSteps, failAt, startedRun, web } from '../../../helpers/rollout-steps'

const common = { ask: '', blocking: true, waivableBy: 'anyone', timeout: 5_000 } as const
const builtIn = (check: BuiltInCheck): AutomaticItem => ({ kind: 'builtin', id: check, check, ...common })
const batch2 = asGateId('before-batch-2')

function setup(parts: Parameters<typeof startedRun>[0] = {}, password = '') {
  const run = startedRun(parts)
  const fleet = new FakeFleet(Object.keys(run.state.hosts).map((name) => web(Number(name.slice(4)))))
  const pages = new Map<string, { status: number; body: string }>()
  const httpGet = (url: string) => {
    const page = pages.get(url)
    return page ? Promise.resolve(page) : Promise.reject(new Error('connection refused'))
  }
  const checker = new GateChecker(fleet, httpGet, secretValues({ LM_PASSWORD: password }))
  const check = (item: AutomaticItem, gate = batch2) => checker.check(run.state, gate, item)
  return { run, fleet, pages, checker, check }
}

describe('a command', () => {
  const item: AutomaticItem = { kind: 'command', id: 'lag', run: 'lag --max 5', expectOutput: 'fine', ...common }
  it.each([
    [0, 'all fine', true, 'all fine'],
    [0, 'so so', false, 'so so'],
    [2, 'all fine', false, 'exit code 2: all fine'],
  ])('with exit code %i and "%s" holds: %s', async (exitCode, stdout, holds, evidence) => {
    const { fleet, check } = setup()
    fleet.answer = () => ({ exitCode, stdout, stderr: '' })
    expect(await check(item)).toEqual({ holds, evidence })
  })

  it('runs here, in the time it has, unless it names another machine', async () => {
    const { fleet, check } = setup()
    const asked: unknown[] = []
    fleet.answer = ({ target, timeoutMs }) => {
      asked.push([target.kind === 'local' ? 'local' : target.name, timeoutMs])
      return undefined
    }
    await check(item)
    await check({ ...item, via: 'web-02' })
    expect(asked).toEqual([
      ['local', 5_000],
      ['web-02', 5_000],
    ])
  })

  it('that cannot be run does not hold, and says why', async () => {
    const { fleet, check } = setup()
    fleet.unreachable.set('local', 'refused')
    expect(await check(item)).toMatchObject({
      holds: false,
      evidence: expect.stringMatching(/^could not be checked: /) as string,
    })
  })

  it('leaves a short piece of evidence without secrets', async () => {
    const { run, fleet, check } = setup({}, 's3cret')
    run.state = { ...run.state, settings: { ...run.state.settings, ssh: { passwordEnv: 'LM_PASSWORD' } } }
    fleet.answer = () => ({ exitCode: 0, stdout: `fine s3cret ${'x'.repeat(9_000)}`, stderr: '' })
    const { evidence } = await check(item)
    expect(evidence).toMatch(/^fine \*{6} x+$/)
    expect(evidence).toHaveLength(500)
  })
})

describe('a page', () => {
  const item: AutomaticItem = {
    kind: 'http',
    id: 'slo',
    url: 'http://slo/',
    expectStatus: 200,
    expectBody: 'green',
    ...common,
  }
  it.each([
    [{ status: 200, body: 'green\n' }, true, 'HTTP 200: green'],
    [{ status: 200, body: 'red' }, false, 'HTTP 200: red'],
    [{ status: 503, body: 'green' }, false, 'HTTP 503: green'],
    [undefined, false, 'could not be checked: connection refused'],
  ])('that answers %o holds: %s', async (page, holds, evidence) => {
    const { pages, check } = setup()
    if (page) pages.set('http://slo/', page)
    expect(await check(item)).toEqual({ holds, evidence })
  })
})

describe('the built-in checks', () => {
  it('count the floor by what the traffic layer shows, or by what the console did', async () => {
    const { run, fleet, check } = setup({ batches: [2, 2], floor: 2 })
    run.runToRest()
    const evidence = '4 of 4 serving; this batch takes 2, leaving 2; floor 2'
    expect(await check(builtIn('floor'))).toEqual({ holds: true, evidence })
    const traffic = { serving: servingCommand, on: 'local' as const }
    run.state = { ...run.state, settings: { ...run.state.settings, traffic } }
    fleet.serving.delete(web(1))
    expect(await check(builtIn('floor'))).toMatchObject({
      holds: false,
      evidence: expect.stringMatching(/^3 of 4/) as string,
    })
    fleet.isTrafficUp = false
    expect(await check(builtIn('floor'))).toMatchObject({
      holds: false,
      evidence: expect.stringMatching(/does not answer: the serving command ended with exit code 7/) as string,
    })
  })

  it('do not count a host whose drain failed and may still take effect, and say so', async () => {
    const { run, check } = setup({ batches: [2, 2], floor: 2 })
    run.runToRest()
    const failed = run.state.hosts[web(1)]!
    const steps = {
      ...failed.steps,
      drain: { ...failed.steps.drain, state: 'failed' as const, code: 'step.timed-out' },
    }
    run.state = { ...run.state, hosts: { ...run.state.hosts, [web(1)]: { ...failed, status: 'failed', steps } } }
    const told = 'not counted: web-01, ordered out of traffic before and still shown'
    expect(await check(builtIn('floor'))).toEqual({
      holds: false,
      evidence: `3 of 4 serving; this batch takes 2, leaving 1; floor 2; ${told}`,
    })
  })

  it('do not hold the floor against a batch that takes nobody out', async () => {
    const { run, check } = setup({ batches: [2, 1], floor: 2, down: [3] })
    run.runToRest()
    expect(await check(builtIn('floor'))).toMatchObject({ holds: true })
  })

  it('probe the hosts of the batch before, and name those that are not well', async () => {
    const { run, fleet, check } = setup()
    run.runToRest()
    expect(await check(builtIn('previous-batch-healthy'))).toEqual({ holds: true, evidence: '2 of 2 hosts' })
    fleet.answer = ({ target }) =>
      target.kind === 'ssh' && target.name === 'web-02' ? { exitCode: 1, stdout: 'HTTP 500\n', stderr: '' } : undefined
    expect(await check(builtIn('previous-batch-healthy'))).toEqual({
      holds: false,
      evidence: '1 of 2 hosts: web-02: HTTP 500',
    })
    fleet.unreachable.set('web-01', 'refused')
    expect((await check(builtIn('previous-batch-healthy'))).evidence).toMatch(/^2 of 2 hosts: web-01: .*refuses/)
  })

  it('have nothing to probe before the first batch', async () => {
    const { check } = setup()
    expect(await check(builtIn('previous-batch-healthy'), asGateId('before-batch-1'))).toEqual({
      holds: true,
      evidence: 'no host runs the new version yet',
    })
  })

  it('see open debts and hosts that are not done', async () => {
    const { run, check } = setup({ batches: [2] })
    failAt(run, 1, 'verify')
    run.runToRest()
    const closing = asGateId('before-closing')
    expect(await check(builtIn('no-open-debts'), closing)).toEqual({
      holds: false,
      evidence: '2 open: web-01 muted, web-01 out of traffic',
    })
    expect(await check(builtIn('all-hosts-done'), closing)).toEqual({
      holds: false,
      evidence: '0 of 2 done; not done: web-01, web-02',
    })
    run.tell({ kind: 'exclude', host: web(1), reason: 'dying' })
    run.tell({ kind: 'resume' })
    run.runToRest()
    expect(await check(builtIn('all-hosts-done'), closing)).toEqual({
      holds: true,
      evidence: '1 of 2 done, 1 excluded',
    })
  })

  it('ask each host of the batch ahead for the package, and all for the version to go back to', async () => {
    const { run, fleet, check } = setup()
    run.runToRest()
    const asked: string[] = []
    fleet.answer = ({ target }) => {
      if (target.kind === 'ssh') asked.push(target.name)
      return { exitCode: 0, stdout: 'staged=yes', stderr: '' }
    }
    expect(await check(builtIn('package-staged'))).toEqual({ holds: true, evidence: '2 of 2 hosts' })
    expect(asked).toEqual(['web-03', 'web-04'])
    fleet.answer = () => ({ exitCode: 71, stdout: '', stderr: 'lastmile: gone' })
    expect((await check(builtIn('rollback-targets-present'))).evidence).toMatch(/^4 of 4 hosts: web-01: lastmile: gone/)
    fleet.answer = () => ({ exitCode: 0, stdout: 'staged=no', stderr: '' })
    expect((await check(builtIn('package-staged'))).evidence).toBe(
      '2 of 2 hosts: web-03: not staged; web-04: not staged',
    )
  })

  it('find every host well where nothing could tell', async () => {
    const { run, checker } = setup({ lifecycle: allSteps })
    const { package: _, ...settings } = run.state.settings
    const state = { ...run.state, settings }
    expect(await checker.probe(state, web(1), 1_000)).toBeUndefined()
  })
})
