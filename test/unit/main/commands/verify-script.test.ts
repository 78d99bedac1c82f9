import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { buildProbeScript } from '../../../../src/main/commands/probe-script'
import { buildVerifyScript, type VerifyOptions } from '../../../../src/main/commands/verify-script'
import { tempFolder } from '../../../helpers/temp-folder'
import { startProbeServer } from './probe-fixture'
import { makeRoot } from './release-fixture'
import { eachShell, fakeClockPath, onlyTools, runScript, shells } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

const times = { consecutive: 3, intervalMs: 500, warmupMs: 5_000, timeoutMs: 12_000, httpTimeoutMs: 2_000 }
const verify = (options: Partial<VerifyOptions>, context = stepContext()) =>
  buildVerifyScript(context, { ...times, ...options })

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

eachShell('buildVerifyScript', (shell) => {
  it('wants so many good answers in a row', async () => {
    const good = { status: 200, body: `{"version":"${hostileVersion}"}` }
    const server = await startProbeServer({ status: 503 }, good, good, { status: 500 }, good, good, good)
    const context = stepContext({ version: hostileVersion })
    const script = verify({ http: `${server.url}/v/{version}`, expectBody: '"{version}"' }, context)
    const done = await runScript(shell, script, { path: fakeClockPath(shell) })
    expect(done).toMatchObject({
      exitCode: 0,
      result: { probes: '7', good: '3', lastStatus: '200', lastOutcome: 'HTTP 200' },
    })
    expect(done.log.split('\n')).toEqual([
      ...['probe 1: HTTP 503', 'probe 2: good (1 in a row), HTTP 200', 'probe 3: good (2 in a row), HTTP 200'],
      ...['probe 4: HTTP 500', 'probe 5: good (1 in a row), HTTP 200', 'probe 6: good (2 in a row), HTTP 200'],
      ...['probe 7: good (3 in a row), HTTP 200', ''],
    ])
    expect(decodeURIComponent(server.paths[0] ?? '')).toBe(`/v/${hostileVersion}`)
  })

  it('tolerates a service that does not answer yet, but not for ever', async () => {
    const script = verify({ http: `http://127.0.0.1:${await closedPort()}/` })
    const done = await runScript(shell, script, { path: fakeClockPath(shell) })
    expect(done).toMatchObject({ exitCode: 111, result: { reason: 'not-good-in-time', good: '0', lastStatus: '000' } })
    expect(Number(done.result['probes'])).toBeGreaterThanOrEqual(12)
    expect(done.log.split('\n').length).toBeLessThan(6)
    expect(done.log).toMatch(/no answer/)
  })

  it('does not take another body for good', async () => {
    const server = await startProbeServer({ status: 200, body: 'in-head' })
    const script = verify({ http: server.url, expectBody: 'in-header' })
    const done = await runScript(shell, script, { path: fakeClockPath(shell) })
    expect(done).toMatchObject({ exitCode: 111, result: { lastStatus: '200' } })
    expect(done.log).toContain('HTTP 200, but the body does not contain "in-header"')
  })

  it('asks a command', async () => {
    const folder = tempFolder()
    const run = `echo x >>'${folder}/n'; echo "up {version}"; [ $(wc -l <'${folder}/n') -gt 2 ]`
    const done = await runScript(shell, verify({ run }), { path: fakeClockPath(shell) })
    expect(done).toMatchObject({ exitCode: 0, result: { probes: '5', good: '3', lastOutcome: 'exit 0: up 1.1.0' } })
  })

  it('wants the version that the app reports', async () => {
    const options = { version: 'echo 1.0.0', consecutive: 1 }
    const done = await runScript(shell, verify({ ...options, run: 'true' }), { path: fakeClockPath(shell) })
    expect(done).toMatchObject({ exitCode: 111, result: { lastOutcome: 'version 1.0.0 instead of 1.1.0' } })
    const good = await runScript(shell, verify({ ...options, version: 'echo {version}' }), {
      path: fakeClockPath(shell),
    })
    expect(good.exitCode).toBe(0)
  })

  it('wants current to be the version when there is a package', async () => {
    const root = makeRoot(['1.0.0', '1.1.0'], '1.0.0')
    const path = fakeClockPath(shell)
    const bad = await runScript(shell, verify({ consecutive: 1 }, stepContext({ root })), { path })
    expect(bad).toMatchObject({ exitCode: 111, result: { lastOutcome: 'current is 1.0.0 instead of 1.1.0' } })
    const good = await runScript(shell, verify({ consecutive: 1 }, stepContext({ root, version: '1.0.0' })), { path })
    expect(good).toMatchObject({ exitCode: 0, result: { probes: '1' } })
  })

  it('honours set -e in the command', async () => {
    const script = verify({ run: 'set -e\nfalse\ntrue', consecutive: 1, timeoutMs: 1_000 })
    expect((await runScript(shell, script, { path: fakeClockPath(shell) })).exitCode).toBe(111)
  })
})

eachShell('buildProbeScript', (shell) => {
  it('looks once and says in one line what it saw', async () => {
    const server = await startProbeServer({ status: 200 }, { status: 204 }, { status: 404, body: 'no' })
    const script = buildProbeScript(stepContext(), { http: server.url, httpTimeoutMs: 2_000 })
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0, log: 'HTTP 200\n' })
    server.answers.shift()
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 1, log: 'HTTP 404\n' })
    const command = buildProbeScript(stepContext(), { run: 'echo a; echo b; exit 3', httpTimeoutMs: 2_000 })
    expect(await runScript(shell, command)).toMatchObject({ exitCode: 1, log: 'exit 3: a b\n' })
  })
})

describe('buildProbeScript', () => {
  const dash = shells[0] as (typeof shells)[number]
  const common = ['tr', 'cut', 'grep', 'timeout', 'true']

  it.each(['curl', 'wget', 'busybox'])('sees the same with %s', async (tool) => {
    const path = onlyTools([...common, tool])
    const server = await startProbeServer({ status: 200, body: 'v 1.1.0\n' }, { status: 503 })
    const script = buildProbeScript(stepContext(), {
      http: server.url,
      expectBody: 'v {version}',
      httpTimeoutMs: 2_000,
    })
    const runs = [await runScript(dash, script, { path }), await runScript(dash, script, { path })]
    expect(runs.map(({ exitCode, log }) => [exitCode, log])).toEqual([
      [0, 'HTTP 200\n'],
      [1, 'HTTP 503\n'],
    ])
    const refused = buildProbeScript(stepContext(), {
      http: `http://127.0.0.1:${await closedPort()}`,
      httpTimeoutMs: 2_000,
    })
    expect(await runScript(dash, refused, { path })).toMatchObject({
      exitCode: 1,
      log: expect.stringMatching(/^no answer/) as string,
    })
  })

  it.each([
    ['curl', 0, 'HTTP 302\n'],
    ['wget', 1, 'no answer (or a redirect)\n'],
  ])('does not follow a redirect or use a proxy with %s', async (tool, exitCode, log) => {
    const path = onlyTools([...common, tool])
    const server = await startProbeServer({ status: 302, body: 'moved' })
    const env = { http_proxy: 'http://127.0.0.1:1' }
    const script = buildProbeScript(stepContext(), {
      http: server.url,
      expectStatus: 302,
      expectBody: 'moved',
      httpTimeoutMs: 2_000,
    })
    expect(await runScript(dash, script, { path, env })).toMatchObject({ exitCode, log })
    expect(server.paths).toEqual(['/'])
  })

  it('says that nothing is here to ask with', async () => {
    const script = buildProbeScript(stepContext(), { http: 'http://127.0.0.1/', httpTimeoutMs: 2_000 })
    expect(await runScript(dash, script, { path: onlyTools(common) })).toMatchObject({ exitCode: 102 })
  })
})
