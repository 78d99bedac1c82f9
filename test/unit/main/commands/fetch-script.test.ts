import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  buildCustomFetchScript,
  buildFetchScript,
  buildStagedQuery,
  stagedPackagePath,
  type FetchOptions,
} from '../../../../src/main/commands/fetch-script'
import type { StepContext } from '../../../../src/main/commands/step-environment'
import { tempFolder } from '../../../helpers/temp-folder'
import { makePackage, packageOf, startPackageServer, type Package } from './package-fixture'
import { eachShell, hasTool, onlyTools, runScript, shells } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

const one = makePackage('tar.gz')
const version = '1.1.0'

/** A root with hostile characters, a server with the package, and a script that fetches it. */
async function scene(over: Partial<StepContext> = {}, options: Partial<FetchOptions> = {}, pack: Package = one) {
  const root = join(tempFolder(), `ro'ot $(x)`)
  const server = await startPackageServer(pack.bytes)
  const context = stepContext({ root, digest: pack.digest, ...over })
  const pull = { kind: 'pull', url: `${server.url}/{app}/{version}.tgz` } as const
  const script = buildFetchScript(context, { source: pull, unpack: 'tar.gz', ...options })
  const release = join(root, 'releases', context.version)
  const part = `${stagedPackagePath(root, context.version, options.unpack ?? 'tar.gz')}.part`
  mkdirSync(join(root, '.staging'), { recursive: true })
  return { root, server, context, script, release, part }
}

function putRelease(release: string, digest: string): void {
  mkdirSync(release, { recursive: true })
  writeFileSync(join(release, '.lastmile-sha256'), `${digest}\n`)
  writeFileSync(join(release, 'old'), '')
}

const markerOf = (release: string): string => readFileSync(join(release, '.lastmile-sha256'), 'utf8').trim()
const stagedFiles = (root: string): string[] =>
  readdirSync(join(root, '.staging')).filter((name) => !name.endsWith('.lock'))

eachShell('buildFetchScript', (shell) => {
  it.each([version, hostileVersion])('stages a package once: %s', async (each) => {
    const { root, server, script, release } = await scene({ version: each })
    const first = await runScript(shell, script)
    expect(first).toMatchObject({
      exitCode: 0,
      result: { staged: 'fetched', digest: one.digest, sizeBytes: `${one.bytes.length}` },
    })
    expect(readFileSync(join(release, 'bin', 'run'), 'utf8')).toContain('echo one')
    expect(statSync(join(release, 'bin', 'run')).mode & 0o111).toBe(0o111)
    expect(readdirSync(join(root, 'releases'))).toEqual([each])
    expect([markerOf(release), stagedFiles(root), readdirSync(root).toSorted()]).toEqual([
      one.digest,
      [],
      ['.staging', 'releases', 'shared'],
    ])
    const second = await runScript(shell, script)
    expect(second).toMatchObject({ exitCode: 0, result: { staged: 'already', digest: one.digest } })
    expect(server.ranges).toHaveLength(1)
  })

  it('deletes a package with a wrong digest and stages nothing', async () => {
    const { root, script } = await scene({ digest: 'a'.repeat(64) })
    const run = await runScript(shell, script)
    expect(run).toMatchObject({ exitCode: 104, result: { reason: 'wrong-digest' } })
    expect(run.log).toContain(`has sha256 ${one.digest}, expected ${'a'.repeat(64)}`)
    expect([stagedFiles(root), readdirSync(join(root, 'releases'))]).toEqual([[], []])
  })

  it('reports the digest when none was known, and never continues a part then', async () => {
    const { script, server, part } = await scene({ digest: undefined })
    writeFileSync(part, one.bytes.subarray(0, 1_000))
    const run = await runScript(shell, script)
    expect(run).toMatchObject({ exitCode: 0, result: { staged: 'fetched', digest: one.digest } })
    expect(server.ranges).toEqual([''])
    expect((await runScript(shell, script)).result).toMatchObject({ staged: 'already', digest: one.digest })
  })

  it('continues a part', async () => {
    const { script, server, part } = await scene()
    writeFileSync(part, one.bytes.subarray(0, 90_000))
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0, result: { digest: one.digest } })
    expect(server.ranges).toEqual(['bytes=90000-'])
  })

  it('uses a complete part without asking the server', async () => {
    const { script, server, part } = await scene()
    writeFileSync(part, one.bytes)
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0 })
    expect(server.ranges).toEqual([])
  })

  it.each([
    ['of another file', Buffer.alloc(90_000, 'x')],
    ['longer than the file', Buffer.alloc(one.bytes.length + 10, 'x')],
  ])('starts over with a part %s', async (_, content) => {
    const { script, part, release } = await scene()
    writeFileSync(part, content)
    const run = await runScript(shell, script)
    expect(run).toMatchObject({ exitCode: 0, result: { digest: one.digest } })
    expect(existsSync(join(release, 'bin', 'run'))).toBe(true)
  })

  it('starts over where the server cannot continue', async () => {
    const { script, server, part } = await scene()
    server.mode = 'no-ranges'
    writeFileSync(part, one.bytes.subarray(0, 90_000))
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0, result: { digest: one.digest } })
  })

  it('keeps what came before the line broke, for the next attempt', async () => {
    const { script, server, part } = await scene()
    server.mode = 'cut'
    const broken = await runScript(shell, script)
    expect(broken).toMatchObject({ exitCode: 103, result: { reason: 'download-failed' } })
    const size = statSync(part).size
    expect(size).toBeGreaterThan(0)
    server.mode = 'normal'
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0, result: { digest: one.digest } })
    expect(server.ranges.at(-1)).toBe(`bytes=${size}-`)
  })

  it('says that the package is not there', async () => {
    const { script, server } = await scene()
    server.mode = 'missing'
    const run = await runScript(shell, script)
    expect(run).toMatchObject({ exitCode: 103, result: { reason: 'download-failed' } })
    expect(run.log).toMatch(/could not load the package/)
  })

  it('replaces a release of another package that nothing uses', async () => {
    const { root, script, release } = await scene()
    putRelease(release, 'b'.repeat(64))
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0, result: { staged: 'fetched' } })
    expect([markerOf(release), existsSync(join(release, 'old')), readdirSync(join(root, 'releases'))]).toEqual([
      one.digest,
      false,
      [version],
    ])
  })

  it.each(['current', 'previous', 'process'])('never replaces a release that is in use: %s', async (use) => {
    const { root, script, release } = await scene(use === 'previous' ? { previous: version } : {})
    putRelease(release, 'b'.repeat(64))
    mkdirSync(join(release, 'bin'))
    if (use === 'current') symlinkSync(`releases/${version}`, join(root, 'current'))
    if (use === 'process') await startIn(join(release, 'bin'))
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 105, result: { reason: 'release-in-use' } })
    expect(markerOf(release)).toBe('b'.repeat(64))
  })

  it('unpacks zip archives', async () => {
    const zip = makePackage('zip')
    const { script, release } = await scene({}, { unpack: 'zip' }, zip)
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0 })
    expect(readFileSync(join(release, 'bin', 'run'), 'utf8')).toContain('echo one')
  })

  it('puts a plain file into the release under its name', async () => {
    const { script, release } = await scene({}, { unpack: 'none', fileName: `{app}-{version} 'x'.jar` })
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0 })
    expect(readFileSync(join(release, `shop-api-${version} 'x'.jar`)).equals(one.bytes)).toBe(true)
  })

  it('stages nothing of an archive that cannot be unpacked', async () => {
    const broken = packageOf(Buffer.from('no archive'))
    const { root, script } = await scene({}, {}, broken)
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 106, result: { reason: 'unpack-failed' } })
    expect(existsSync(join(root, 'releases', version))).toBe(false)
  })

  it('takes a package that was pushed', async () => {
    const { root, script, release } = await scene({}, { source: { kind: 'pushed' } })
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 107, result: { reason: 'package-missing' } })
    const path = stagedPackagePath(root, version, 'tar.gz')
    writeFileSync(path, 'other')
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 104, result: { reason: 'wrong-digest' } })
    expect(existsSync(path)).toBe(false)
    writeFileSync(path, one.bytes)
    expect(await runScript(shell, script)).toMatchObject({
      exitCode: 0,
      result: { staged: 'fetched', digest: one.digest },
    })
    expect([markerOf(release), existsSync(path)]).toEqual([one.digest, false])
  })

  it('ends up right however often it is killed', { timeout: 60_000 }, async () => {
    const { root, script, release } = await scene()
    for (let round = 0; round < 12; round += 1) {
      await runScript(shell, script, { killAfterMs: 3 + round * 9 })
      if (existsSync(release))
        expect([markerOf(release), existsSync(join(release, 'data'))]).toEqual([one.digest, true])
    }
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 0, result: { digest: one.digest } })
    expect([markerOf(release), readdirSync(join(root, 'releases')), stagedFiles(root)]).toEqual([
      one.digest,
      [version],
      [],
    ])
    expect(readFileSync(join(release, 'data')).length).toBe(200_000)
  })

  it('places a whole release also when two fetch it at once', async () => {
    const { root, script, server, release } = await scene()
    const runs = await Promise.all([runScript(shell, script), runScript(shell, script)])
    if (hasTool(shell, 'flock')) {
      expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0])
      expect(runs.map(({ result }) => String(result['staged'])).toSorted()).toEqual(['already', 'fetched'])
      expect(server.ranges).toHaveLength(1)
    } else expect(await runScript(shell, script)).toMatchObject({ exitCode: 0 })
    expect([markerOf(release), readFileSync(join(release, 'data')).length]).toEqual([one.digest, 200_000])
    expect(readdirSync(join(root, 'releases'))).toEqual([version])
  })

  it('says that it may not write to the root', async () => {
    const file = join(tempFolder(), 'file')
    writeFileSync(file, '')
    const script = buildFetchScript(stepContext({ root: file }), { source: { kind: 'pushed' }, unpack: 'none' })
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 101, result: { reason: 'root-not-writable' } })
  })
})

describe('buildFetchScript', () => {
  const dash = shells[0] as (typeof shells)[number]
  const common = 'sh mkdir rm mv cp ln tar gzip wc sleep sync cat ls sed readlink grep head'.split(' ')

  it.each([
    [['wget', 'sha256sum'], 'wget'],
    [['busybox', 'openssl'], 'busybox wget'],
    [['curl', 'shasum', 'perl', 'env'], 'curl'],
    [['curl', 'busybox'], 'curl'],
  ])('gets by with %j', async (tools, used) => {
    const { script, part, server } = await scene()
    writeFileSync(part, one.bytes.subarray(0, 90_000))
    const run = await runScript(dash, script, { path: onlyTools([...common, ...tools]) })
    expect(run).toMatchObject({ exitCode: 0, result: { digest: one.digest } })
    expect(run.log).toContain(`with ${used}`)
    expect(server.ranges).toEqual(['bytes=90000-'])
  })

  it.each([
    [['curl'], /no sha256sum/],
    [['sha256sum'], /neither curl nor wget/],
  ])('says what is missing with only %j', async (tools, message) => {
    const { script } = await scene()
    const run = await runScript(dash, script, { path: onlyTools([...common, ...tools]) })
    expect(run).toMatchObject({ exitCode: 102, result: { reason: 'no-tool' } })
    expect(run.log).toMatch(message)
  })

  it.each(['curl', 'wget'])('keeps the URL out of the arguments of %s', async (tool) => {
    const { script } = await scene()
    const folder = onlyTools([...common, 'sha256sum'])
    const body = `#!/bin/sh\ncase $1 in --version) echo GNU; exit ;; esac\necho "args $*" >&2\nexit 7\n`
    writeFileSync(join(folder, tool), body, { mode: 0o755 })
    const { log } = await runScript(dash, script, { path: folder })
    expect(log).toContain('args ')
    expect(log).not.toContain('127.0.0.1')
  })
})

describe('stagedPackagePath', () => {
  it.each([
    ['/srv/shop/', 'tar.gz', '/srv/shop/.staging/1.1.0.tar.gz'],
    ['~/shop', 'none', 'shop/.staging/1.1.0.file'],
  ] as const)('lies below %s', (root, unpack, path) => expect(stagedPackagePath(root, '1.1.0', unpack)).toBe(path))
})

eachShell('buildStagedQuery', (shell) => {
  it.each([
    ['no', undefined, one.digest],
    ['yes', one.digest, one.digest],
    ['yes', one.digest, undefined],
    ['no', 'b'.repeat(64), one.digest],
  ])('answers %s for marker %s and digest %s', async (answer, marker, digest) => {
    const { context, release } = await scene({ digest })
    if (marker !== undefined) putRelease(release, marker)
    expect(await runScript(shell, buildStagedQuery(context))).toMatchObject({ exitCode: 0, log: `staged=${answer}\n` })
  })
})

eachShell('buildCustomFetchScript', (shell) => {
  it('lets the command stage, and sees whether it did', async () => {
    const { context, release } = await scene()
    const good = await runScript(shell, buildCustomFetchScript(context, 'mkdir -p {release}'))
    expect([good.exitCode, good.result, existsSync(release)]).toEqual([0, { staged: 'custom' }, true])
    const other = stepContext({ root: join(tempFolder(), 'r') })
    expect(await runScript(shell, buildCustomFetchScript(other, ':'))).toMatchObject({ exitCode: 108 })
    expect(await runScript(shell, buildCustomFetchScript(other, 'exit 7'))).toMatchObject({ exitCode: 7 })
  })
})

/** A process that works in a directory until the test is over. */
async function startIn(cwd: string): Promise<void> {
  const child = spawn('sleep', ['60'], { cwd, stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  await new Promise<void>((resolve) => child.once('spawn', resolve))
}
