import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StepExit } from '../../../../src/main/ports'
import type { AgentStepShell } from '../../../../src/main/shell/step-shell'
import { AppError } from '../../../../src/shared/errors/app-error'
import {
  interpreters,
  isAlive,
  local,
  LocalFleet,
  LogCollector,
  untilGo,
  type CuttableHost,
} from '../../../helpers/local-fleet'

const runDir = 'rollout 1/shop/fetch.1'

describe.each(interpreters.map((words) => ({ words })))('AgentStepShell under $words', ({ words }) => {
  let fleet: LocalFleet
  let shell: AgentStepShell
  let host: CuttableHost
  beforeEach(() => {
    fleet = new LocalFleet(words)
    ;({ shell, host } = fleet.openConsole({ timeoutGraceMs: 300 }))
  })
  afterEach(() => fleet[Symbol.asyncDispose]())

  function start(script: string, more: { runDir?: string; timeoutMs?: number; in?: AgentStepShell } = {}) {
    const log = new LogCollector()
    const step = { target: local, runDir, timeoutMs: 30_000, ...more, script, onOutput: log.onOutput }
    return { log, exit: (more.in ?? shell).run(step) }
  }
  async function run(script: string, more: Parameters<typeof start>[1] = {}): Promise<StepExit & { log: string }> {
    const { log, exit } = start(script, more)
    const found = await exit
    return { ...found, durationMs: 0, log: log.text }
  }
  const done = {
    exitCode: 0,
    vanished: false,
    timedOut: false,
    reattached: false,
    logBytes: 0,
    result: {},
    durationMs: 0,
    log: '',
  }
  const effects = (): string => readFileSync(join(fleet.home, 'effect'), 'utf8')

  describe('run', () => {
    it('tells exit code, log and result', async () => {
      const script = 'echo out; echo err >&2; echo "version=1=2" >>"$LASTMILE_RESULT"; exit 7'
      const expected = { ...done, exitCode: 7, logBytes: 8, log: 'out\nerr\n', result: { version: '1=2' } }
      expect(await run(script)).toEqual(expected)
    })

    it('costs one channel for many steps', async () => {
      for (const step of ['a', 'b', 'c']) expect(await run('', { runDir: `r/app/${step}` })).toEqual(done)
      expect(host.openCount).toBe(1)
    })

    it('runs the script as it is written, whatever its bytes, in the home directory with its own umask', async () => {
      const odd = `a'b"c\\d%s%%$(echo x)\`echo y\`\t\u0001\u0002\u007f é 漢字 \u{1f680}`
      const long = 'x'.repeat(100_000)
      const script = `umask\npwd\ncat\ncat <<'E N D'\n${odd}\r\n${long}\nE N D\nprintf '%s' '-n last'`
      const umask = process.umask().toString(8).padStart(4, '0')
      expect((await run(script)).log).toBe(`${umask}\n${fleet.home}\n${odd}\r\n${long}\n-n last`)
    })

    it('passes every byte of the output on', async () => {
      const { log, exit } = start(`i=0; while [ $i -lt 256 ]; do printf "\\\\$(printf %03o $i)"; i=$((i+1)); done`)
      expect((await exit).logBytes).toBe(256)
      expect(Buffer.concat(log.chunks)).toEqual(Buffer.from(Array.from({ length: 256 }, (_, i) => i)))
    })

    it('delivers a log of many blocks that ends faster than it can be followed', async () => {
      const found = await run('i=0; while [ $i -lt 3000 ]; do echo "line $i"; i=$((i+1)); done')
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
      const exit = await shell.run({ target: local, runDir, script, timeoutMs: 60_000, onOutput })
      expect([exit.exitCode, exit.logBytes, sizeBytes]).toEqual([0, 52_428_800, 52_428_800])
    })

    it('streams while the step runs', async () => {
      const { log, exit } = start(`echo first; ${untilGo}; echo second`)
      await log.has('first')
      writeFileSync(join(fleet.home, 'go'), '')
      expect((await exit).exitCode).toBe(0)
      expect(log.text).toBe('first\nsecond\n')
    })

    it('continues at an offset', async () => {
      await run('printf 0123456789')
      const log = new LogCollector(4)
      await shell.run({ target: local, runDir, script: '', timeoutMs: 1_000, fromOffset: 4, onOutput: log.onOutput })
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
      expect((await run('echo ran', { runDir: `${name}/app/${name}` })).log).toBe('ran\n')
      expect(existsSync(join(fleet.home, 'pwned'))).toBe(false)
      expect(existsSync(fleet.file(`${name}/app/${name}`, 'exit'))).toBe(true)
    })

    it('reads no more of the result than 4 KiB and only whole lines', async () => {
      const { result } = await run('i=0; while [ $i -lt 1000 ]; do echo "k$i=v"; i=$((i+1)); done >"$LASTMILE_RESULT"')
      expect(Object.values(result).every((value) => value === 'v')).toBe(true)
      expect(Object.keys(result).length).toBeGreaterThan(400)
      expect(Object.keys(result).length).toBeLessThan(1000)
    })

    it('says why a step could not be started', async () => {
      mkdirSync(join(fleet.home, '.lastmile'))
      writeFileSync(join(fleet.home, '.lastmile/runs'), 'a file')
      const error = await run('true').catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'remote.cannot-start', details: { host: 'this machine' } })
      expect((error as AppError).details.reason).toMatch(/runs/)
    })

    it('reports a step whose processes were all killed as vanished', async () => {
      expect(await run('echo before; kill -9 0; echo after')).toEqual({
        ...done,
        exitCode: null,
        vanished: true,
        logBytes: 7,
        log: 'before\n',
      })
    })

    it('follows children that outlive a killed wrapper', async () => {
      const { log, exit } = start(`echo pid $PPID; ${untilGo}; echo survived`)
      await log.has('pid')
      process.kill(Number(/pid (\d+)/.exec(log.text)?.[1]), 'SIGKILL')
      writeFileSync(join(fleet.home, 'go'), '')
      expect(await exit).toMatchObject({ exitCode: null, vanished: true })
      expect(log.text).toMatch(/survived/)
    })

    it('lets a step be, when the caller stops following it', async () => {
      const controller = new AbortController()
      const log = new LogCollector()
      const script = `echo begun; ${untilGo}; echo x >>effect`
      const step = { target: local, runDir, script, timeoutMs: 20_000, onOutput: log.onOutput }
      const exit = shell.run({ ...step, signal: controller.signal })
      await log.has('begun')
      controller.abort(new Error('enough'))
      await expect(exit).rejects.toThrow('enough')
      writeFileSync(join(fleet.home, 'go'), '')
      expect(await run('never')).toMatchObject({ exitCode: 0, reattached: true, log: 'begun\n' })
      expect(effects()).toBe('x\n')
    })
  })

  describe('time', () => {
    it('ends a step whose time is over, with its children', async () => {
      const found = await run('sleep 1000 & echo $!; wait', { timeoutMs: 300 })
      expect(found).toMatchObject({ exitCode: null, timedOut: true, vanished: false })
      expect(isAlive(Number(found.log))).toBe(false)
    })

    it('counts from the start of the script, also after joining it', async () => {
      const { log, exit } = start('echo begun; sleep 1000', { timeoutMs: 60_000 })
      await log.has('begun')
      const late = await run('', { timeoutMs: 1, in: fleet.openConsole({ timeoutGraceMs: 0 }).shell })
      expect(late).toMatchObject({ exitCode: null, timedOut: true, reattached: true })
      expect(await exit).toMatchObject({ timedOut: false })
    })

    it('does not blame the time for a step that was over', async () => {
      await run('exit 3')
      expect(await run('', { timeoutMs: 1 })).toMatchObject({ exitCode: 3, timedOut: false, reattached: true })
    })
  })

  describe('abort', () => {
    it('ends the process group while the step is followed', async () => {
      const { log, exit } = start('sleep 1000 & echo child $!; wait')
      await log.has('child')
      expect(await shell.abort(local, runDir, 2_000)).toBe(true)
      expect(await exit).toMatchObject({ exitCode: 143, timedOut: false })
      expect(isAlive(Number(/\d+/.exec(log.text)?.[0]))).toBe(false)
    })

    it('kills what ignores TERM, from another console', async () => {
      const { log, exit } = start(`trap '' TERM; echo stubborn; while :; do sleep 0.05; done`)
      await log.has('stubborn')
      expect(await fleet.openConsole().shell.abort(local, runDir, 200)).toBe(true)
      expect(await exit).toMatchObject({ exitCode: null, vanished: true })
    })

    it('leaves a script the time to clean up', async () => {
      const { log, exit } = start(`trap 'echo cleaned; exit 9' TERM; echo begun; sleep 1000 & wait`)
      await log.has('begun')
      expect(await shell.abort(local, runDir, 5_000)).toBe(true)
      expect((await exit).exitCode).toBe(9)
      expect(log.text).toBe('begun\ncleaned\n')
    })

    it('finds nothing to do after the end and spares what the step left running', async () => {
      const { log } = await run('sleep 1000 >/dev/null 2>&1 & echo $!')
      expect(await shell.abort(local, runDir, 100)).toBe(false)
      expect(process.kill(Number(log), 'SIGKILL')).toBe(true)
    })

    it('keeps an attempt that was not started from ever starting', async () => {
      expect(await shell.abort(local, runDir, 100)).toBe(false)
      expect(await run('echo x >>effect')).toMatchObject({ exitCode: null, vanished: true, reattached: true })
      expect(existsSync(join(fleet.home, 'effect'))).toBe(false)
    })
  })

  describe('exactly once', () => {
    it('joins an attempt that ran', async () => {
      const script = 'echo x >>effect; echo out; exit 4'
      await run(script)
      const again = await run(script, { in: fleet.openConsole().shell })
      expect(again).toEqual({ ...done, exitCode: 4, reattached: true, logBytes: 4, log: 'out\n' })
      expect(effects()).toBe('x\n')
    })

    it('knows whether an attempt was started', async () => {
      expect(await shell.hasStarted(local, runDir)).toBe(false)
      await run('true')
      expect(await shell.hasStarted(local, runDir)).toBe(true)
    })

    it('lets one of many racing starters run, and tells all the same', async () => {
      const script = 'echo x >>effect; sleep 0.2; echo out; exit 5'
      const consoles = Array.from({ length: 12 }, () => fleet.openConsole().shell)
      const found = await Promise.all(consoles.map((each) => run(script, { in: each })))
      expect(effects()).toBe('x\n')
      expect(found.filter(({ reattached }) => !reattached)).toHaveLength(1)
      for (const each of found) expect(each).toMatchObject({ exitCode: 5, logBytes: 4, log: 'out\n' })
    })

    it('starts an attempt of which only the directory is there', async () => {
      mkdirSync(fleet.file(runDir, ''), { recursive: true })
      writeFileSync(fleet.file(runDir, 'script.dead.1'), 'echo half a scr')
      expect(await run('echo whole')).toMatchObject({ exitCode: 0, reattached: false, log: 'whole\n' })
    })

    it('does not run again what ran before a reboot', async () => {
      await run('echo x >>effect; kill -9 0')
      const claim = readFileSync(fleet.file(runDir, 'started'), 'utf8').split(' ')
      const rebooted = [process.pid, claim[1], 'another-boot', ...claim.slice(3)]
      writeFileSync(fleet.file(runDir, 'started'), rebooted.join(' '))
      expect(await run('echo x >>effect')).toMatchObject({ vanished: true, reattached: true })
      expect(effects()).toBe('x\n')
    })

    it('is not misled by a process that got the same number', async () => {
      await run('kill -9 0')
      const claim = readFileSync(fleet.file(runDir, 'started'), 'utf8').split(' ')
      writeFileSync(fleet.file(runDir, 'started'), [process.pid, ...claim.slice(1)].join(' '))
      expect(await run('')).toMatchObject({ vanished: true })
    })

    it('goes on in mid-output after the channel is cut', async () => {
      const script = 'i=0; while [ $i -lt 40 ]; do echo "line $i"; i=$((i+1)); sleep 0.02; done; echo x >>effect'
      const { log, exit } = start(script)
      for (const line of ['line 5', 'line 15', 'line 25']) {
        await log.has(`${line}\n`)
        host.cut()
      }
      expect(await exit).toMatchObject({ exitCode: 0, reattached: false })
      expect(log.text).toBe(Array.from({ length: 40 }, (_, i) => `line ${i}\n`).join(''))
      expect(effects()).toBe('x\n')
    })

    it('survives cuts at any moment', async () => {
      const script = 'echo x >>"effect.$1"; echo a; sleep 0.03; echo b'
      for (let round = 0; round < 30; round += 1) {
        const dir = `r/app/cut.${round}`
        const { log, exit } = start(script.replace('$1', String(round)), { runDir: dir })
        // Not a wait for something: the moment of the cut is what varies.
        const cutter = setTimeout(() => host.cut(), round * 2)
        expect(await exit).toMatchObject({ exitCode: 0, logBytes: 4 })
        clearTimeout(cutter)
        expect(log.text).toBe('a\nb\n')
        expect(readFileSync(join(fleet.home, `effect.${round}`), 'utf8')).toBe('x\n')
      }
    })
  })

  describe('query', () => {
    const query = (script: string, timeoutMs = 10_000) => shell.query({ target: local, script, timeoutMs })

    it('keeps the streams apart and tells the exit code', async () => {
      expect(await query(`printf 'ö\\n'; printf 'no end' >&2; exit 3`)).toEqual({
        exitCode: 3,
        stdout: 'ö\n',
        stderr: 'no end',
      })
    })

    it('contains syntax errors and whatever a script does to its shell', async () => {
      expect((await query('if then fi')).exitCode).not.toBe(0)
      expect((await query('cd /; set -e; trap "" TERM; lm_say() { :; }; exec 1>&2; false')).exitCode).toBe(1)
      expect(await query('pwd')).toEqual({ exitCode: 0, stdout: `${fleet.home}\n`, stderr: '' })
      expect(host.openCount).toBe(1)
    })

    it('is answered while steps run', async () => {
      const steps = Array.from({ length: 8 }, (_, i) => start(untilGo, { runDir: `r/app/long.${i}` }))
      expect((await query('echo here')).stdout).toBe('here\n')
      expect(host.openCount).toBeLessThanOrEqual(6)
      writeFileSync(join(fleet.home, 'go'), '')
      for (const { exit } of steps) expect((await exit).exitCode).toBe(0)
      expect(host.openCount).toBeLessThanOrEqual(6)
    })

    it('is ended with its children when its time is over', async () => {
      await expect(query('echo $$ >shell; sh -c "echo \\$\\$ >child; exec sleep 1000"; :', 400)).rejects.toMatchObject({
        code: 'remote.query-timeout',
      })
      const child = Number(readFileSync(join(fleet.home, 'child'), 'utf8'))
      await expect.poll(() => isAlive(child)).toBe(false)
    })

    it('is refused more than a mebibyte', async () => {
      await expect(query('head -c 2000000 /dev/zero')).rejects.toMatchObject({ code: 'remote.output-too-large' })
      expect((await query('head -c 1000000 /dev/zero')).stdout).toHaveLength(1_000_000)
    })

    it('does not let what it left behind write into a later step', async () => {
      await query(`(${untilGo}; echo stray) &`)
      writeFileSync(join(fleet.home, 'go'), '')
      await expect
        .poll(() => host.channels.length > 0 && shell.query({ target: local, script: 'echo y', timeoutMs: 5_000 }))
        .toMatchObject({ exitCode: 0 })
    })
  })

  describe('connections', () => {
    const lost = new AppError('ssh.connection-lost', { details: { host: 'h' } })
    const refused = new AppError('ssh.auth-failed', { details: { host: 'h' } })

    it('tries a lost connection again, a refused login not', async () => {
      host.refusals.push(lost, lost)
      expect((await run('true')).exitCode).toBe(0)
      host.cut()
      host.refusals.push(refused)
      await expect(run('true', { runDir: 'r/app/second' })).rejects.toBe(refused)
    })

    it('gives up soon before anything was sent', async () => {
      host.refusals.push(lost, lost, lost, lost, lost)
      await expect(run('true')).rejects.toBe(lost)
      expect(host.refusals).toHaveLength(2)
    })

    it('keeps looking for a step that runs, whatever refuses', async () => {
      const { log, exit } = start(`echo begun; ${untilGo}`)
      await log.has('begun')
      host.refusals.push(lost, refused, lost, lost)
      host.cut()
      writeFileSync(join(fleet.home, 'go'), '')
      expect((await exit).exitCode).toBe(0)
    })

    it('never talks to a machine whose key changed', async () => {
      const changed = new AppError('ssh.host-key-changed', { details: { host: 'h' } })
      const { log, exit } = start(`echo begun; ${untilGo}`)
      await log.has('begun')
      host.refusals.push(changed)
      host.cut()
      await expect(exit).rejects.toBe(changed)
      writeFileSync(join(fleet.home, 'go'), '')
    })

    it('ends what waits when the console closes', async () => {
      const { log, exit } = start(`echo begun; ${untilGo}`)
      await log.has('begun')
      await Promise.all([expect(exit).rejects.toMatchObject({ code: 'remote.closed' }), shell.dispose()])
      writeFileSync(join(fleet.home, 'go'), '')
    })
  })

  describe('prune', () => {
    it('removes rollouts that are old, many and at rest', async () => {
      const runs = join(fleet.home, '.lastmile/runs')
      const old = new Date(Date.now() - 20 * 86_400_000)
      const age = (dir: string): void => {
        for (const each of ['', 'app', 'app/step.1', 'app/step.1/log']) utimesSync(join(runs, dir, each), old, old)
      }
      for (let i = 0; i < 31; i += 1) {
        mkdirSync(join(runs, `new${i}/app/step.1`), { recursive: true })
        writeFileSync(join(runs, `new${i}/app/step.1/log`), '')
      }
      for (const dir of ['old1', 'old2', 'busy']) {
        mkdirSync(join(runs, `${dir}/app/step.1`), { recursive: true })
        writeFileSync(join(runs, `${dir}/app/step.1/log`), '')
        if (dir !== 'busy') age(dir)
      }
      const { log, exit } = start(`echo begun; exec 1>/dev/null; ${untilGo}`, {
        runDir: 'busy/app/step.1',
      })
      await log.has('begun')
      for (const name of [
        'started',
        `script.${readFileSync(fleet.file('busy/app/step.1', 'started'), 'utf8').split(' ')[4]}`,
      ]) {
        utimesSync(fleet.file('busy/app/step.1', name), old, old)
      }
      age('busy')
      expect(await shell.prune(local)).toBe(2)
      expect(['old1', 'old2', 'busy', 'new0'].map((dir) => existsSync(join(runs, dir)))).toEqual([
        false,
        false,
        true,
        true,
      ])
      writeFileSync(join(fleet.home, 'go'), '')
      await exit
      expect(await shell.prune(local)).toBe(0)
    })
  })
})
