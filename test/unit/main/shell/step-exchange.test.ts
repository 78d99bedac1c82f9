import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AppError } from '../../../../src/shared/errors/app-error'
import { interpreters, local, LogCollector, untilGo } from '../../../helpers/local-fleet'
import { done, runDir, StepBench } from '../../../helpers/step-bench'

describe.each(interpreters.map((words) => ({ words })))('followStep under $words', ({ words }) => {
  let bench: StepBench
  beforeEach(() => {
    bench = new StepBench(words)
  })
  afterEach(() => bench.dispose())

  it('tells exit code, log and result', async () => {
    const script = 'echo out; echo err >&2; echo "version=1=2" >>"$LASTMILE_RESULT"; exit 7'
    const expected = { ...done, exitCode: 7, logBytes: 8, log: 'out\nerr\n', result: { version: '1=2' } }
    expect(await bench.run(script)).toEqual(expected)
  })

  it('costs one channel for many steps', async () => {
    for (const step of ['a', 'b', 'c']) expect(await bench.run('', { runDir: `r/app/${step}` })).toEqual(done)
    expect(bench.host.openCount).toBe(1)
  })

  it('runs the script as it is written, whatever its bytes, in the home directory with its own umask', async () => {
    const odd = `a'b"c\\d%s%%$(echo x)\`echo y\`\t\u0001\u0002\u007f é 漢字 \u{1f680}`
    const long = 'x'.repeat(100_000)
    const script = `umask\npwd\ncat\ncat <<'E N D'\n${odd}\r\n${long}\nE N D\nprintf '%s' '-n last'`
    const umask = process.umask().toString(8).padStart(4, '0')
    expect((await bench.run(script)).log).toBe(`${umask}\n${bench.fleet.home}\n${odd}\r\n${long}\n-n last`)
  })

  it.each([
    ['exit 3', 3, ''],
    ['set -e; false; echo on', 1, ''],
    ['exec sh -c "exit 4"; echo on', 4, ''],
    [`trap 'echo bye' EXIT; exit 5`, 5, 'bye\n'],
    ['exec >/dev/null; echo unseen; exit 6', 6, ''],
    ['cd /; umask 000; trap "" TERM; set -f; lm_time() { exit 1; }; LM_d=/nowhere', 0, ''],
    ['kill $$; echo on', 143, 'on\n'],
    ['kill -HUP $$', 129, ''],
    ['set -u; echo "$# ${d-} ${k-} ${x-} ${c-}"', 0, '0    \n'],
  ])('keeps to itself what a script does to its shell: %s', async (script, exitCode, log) => {
    expect(await bench.run(script)).toEqual({ ...done, exitCode, logBytes: log.length, log })
  })

  it('outlives a script that ends its whole group', async () => {
    expect(await bench.run('kill -TERM 0; sleep 5')).toMatchObject({ exitCode: 143, vanished: false })
  })

  it('fails a script that is no shell', async () => {
    const found = await bench.run('echo begun; if then fi')
    expect([found.exitCode, found.vanished]).toEqual([2, false])
    expect(found.log).toMatch(/syntax error/i)
  })

  it('passes every byte of the output on', async () => {
    const { log, exit } = bench.start(`i=0; while [ $i -lt 256 ]; do printf "\\\\$(printf %03o $i)"; i=$((i+1)); done`)
    expect((await exit).logBytes).toBe(256)
    expect(Buffer.concat(log.chunks)).toEqual(Buffer.from(Array.from({ length: 256 }, (_, i) => i)))
  })

  it.each([
    ['text without an end', `printf ' a\\\\b%%\\n\\n\\tno end'`, ' a\\b%\n\n\tno end'],
    ['NUL bytes', `printf 'a\\000b\\n\\000'`, 'a\0b\n\0'],
    ['letters of several bytes', `printf '漢字\\303\\n'`, Buffer.from('漢字\u{fffd}\n').toString()],
    ['a line that is long', 'head -c 5000 /dev/zero | tr "\\0" x', 'x'.repeat(5_000)],
    ['nothing but the end of a line', 'echo', '\n'],
    ['a file opened once more', 'echo a; echo b >>/dev/stderr; echo c', 'a\nb\nc\n'],
    ['what a child still writes afterwards', '(sleep 0.2; echo late) & echo now', 'now\n'],
  ])('passes on a short log of %s', async (_, script, log) => {
    expect((await bench.run(script)).log).toBe(log)
  })

  it('delivers a log of many blocks that ends faster than it can be followed', async () => {
    const found = await bench.run('i=0; while [ $i -lt 3000 ]; do echo "line $i"; i=$((i+1)); done')
    const lines = Array.from({ length: 3000 }, (_, i) => `line ${i}\n`).join('')
    expect(found.log).toBe(lines)
    expect(found.logBytes).toBe(lines.length)
  })

  it('delivers 50 MB to a slow reader without overtaking it', async () => {
    let sizeBytes = 0
    let isReading = false
    const onOutput = async (bytes: Buffer, offset: number): Promise<void> => {
      expect([isReading, offset]).toEqual([false, sizeBytes])
      isReading = true
      await new Promise((resolve) => setImmediate(resolve))
      isReading = false
      sizeBytes += bytes.length
    }
    const script = 'head -c 52428800 /dev/zero'
    const exit = await bench.shell.run({ target: local, runDir, script, timeoutMs: 60_000, onOutput })
    expect([exit.exitCode, exit.logBytes, sizeBytes]).toEqual([0, 52_428_800, 52_428_800])
  })

  it('streams while the step runs', async () => {
    const { log, exit } = bench.start(`echo first; ${untilGo}; echo second`)
    await log.has('first')
    bench.go()
    expect((await exit).exitCode).toBe(0)
    expect(log.text).toBe('first\nsecond\n')
  })

  it('continues at an offset', async () => {
    await bench.run('printf 0123456789')
    const log = new LogCollector(4)
    await bench.shell.run({
      target: local,
      runDir,
      script: '',
      timeoutMs: 1_000,
      fromOffset: 4,
      onOutput: log.onOutput,
    })
    expect(log.text).toBe('456789')
  })

  it.each([
    'a b',
    `it's`,
    '$(touch pwned)',
    '`touch pwned`',
    '..',
    '.',
    '-rf',
    '漢字',
    'x'.repeat(300),
    '%2E',
    '"',
    '*',
  ])('takes %s as a name, not as code', async (name) => {
    expect((await bench.run('echo ran', { runDir: `${name}/app/${name}` })).log).toBe('ran\n')
    expect(existsSync(join(bench.fleet.home, 'pwned'))).toBe(false)
    expect(existsSync(bench.fleet.file(`${name}/app/${name}`, 'exit'))).toBe(true)
  })

  it.each([10, 900, 2_000])('reads a result of %d characters as it was written', async (length) => {
    const result = { a: '\\n %s $x `y` é', b: 'x'.repeat(length), c: '' }
    const lines = `a=${result.a}\nno pair\nb=${result.b}\n c=`
    const found = await bench.run(`printf '%s' '${lines}' >"$LASTMILE_RESULT"`)
    expect(found.result).toEqual(result)
  })

  it('makes the directories of the steps that come next, and takes nothing in them for started', async () => {
    await bench.run('true', { runDir: 'r/app/h/restart.1' })
    const made = readdirSync(bench.fleet.file('r/app/h', '')).toSorted()
    expect(made).toEqual(['admit.1', 'restart.1', 'unmute.1', 'verify.1'])
    expect(await bench.shell.hasStarted(local, 'r/app/h/verify.1')).toBe(false)
    expect(await bench.run('echo ran', { runDir: 'r/app/h/verify.1' })).toMatchObject({ exitCode: 0, log: 'ran\n' })
  })

  it('reads no more of the result than 4 KiB and only whole lines', async () => {
    const { result } = await bench.run(
      'i=0; while [ $i -lt 1000 ]; do echo "k$i=v"; i=$((i+1)); done >"$LASTMILE_RESULT"',
    )
    expect(Object.values(result).every((value) => value === 'v')).toBe(true)
    expect(Object.keys(result).length).toBeGreaterThan(400)
    expect(Object.keys(result).length).toBeLessThan(1000)
  })

  it('says why a step could not be started', async () => {
    mkdirSync(join(bench.fleet.home, '.lastmile'))
    writeFileSync(join(bench.fleet.home, '.lastmile/runs'), 'a file')
    const error = await bench.run('true').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'remote.cannot-start', details: { host: 'this machine' } })
    expect((error as AppError).details.reason).toMatch(/runs/)
  })

  it('reports a step whose processes were all killed as vanished', async () => {
    expect(await bench.run('echo before; kill -9 0; echo after')).toEqual({
      ...done,
      exitCode: null,
      vanished: true,
      logBytes: 7,
      log: 'before\n',
    })
  })

  it('follows children that outlive a killed wrapper', async () => {
    const { log, exit } = bench.start(`echo pid $$; ${untilGo}; echo survived`)
    await log.has('pid')
    process.kill(Number(/pid (\d+)/.exec(log.text)?.[1]), 'SIGKILL')
    bench.go()
    expect(await exit).toMatchObject({ exitCode: null, vanished: true })
    expect(log.text).toMatch(/survived/)
  })

  it('lets a step be, when the caller stops following it', async () => {
    const controller = new AbortController()
    const log = new LogCollector()
    const script = `echo begun; ${untilGo}; echo x >>effect`
    const step = { target: local, runDir, script, timeoutMs: 20_000, onOutput: log.onOutput }
    const exit = bench.shell.run({ ...step, signal: controller.signal })
    await log.has('begun')
    controller.abort(new Error('enough'))
    await expect(exit).rejects.toThrow('enough')
    bench.go()
    expect(await bench.run('never')).toMatchObject({ exitCode: 0, reattached: true, log: 'begun\n' })
    expect(bench.read('effect')).toBe('x\n')
  })
})
