import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { interpreters, isAlive, local, untilGo } from '../../../helpers/local-fleet'
import { runDir, StepBench } from '../../../helpers/step-bench'

/** What lies in a pipe is read at the latest in the second turn of the event loop from now. */
async function polled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe.each(interpreters.map((words) => ({ words })))('AgentStepShell under $words', ({ words }) => {
  let bench: StepBench
  beforeEach(() => {
    bench = new StepBench(words)
  })
  afterEach(() => bench.dispose())

  describe('hasStarted', () => {
    it('knows whether an attempt was started', async () => {
      expect(await bench.shell.hasStarted(local, runDir)).toBe(false)
      await bench.run('true')
      expect(await bench.shell.hasStarted(local, runDir)).toBe(true)
    })
  })

  describe('abort', () => {
    it('ends the process group while the step is followed', async () => {
      const { log, exit } = bench.start('sleep 1000 & echo child $!; wait')
      await log.has('child')
      expect(await bench.shell.abort(local, runDir, 2_000)).toBe(true)
      expect(await exit).toMatchObject({ exitCode: 143, timedOut: false })
      expect(isAlive(Number(/\d+/.exec(log.text)?.[0]))).toBe(false)
    })

    it('kills what ignores TERM, from another console', async () => {
      const { log, exit } = bench.start(`trap '' TERM; echo stubborn; while :; do sleep 0.05; done`)
      await log.has('stubborn')
      expect(await bench.openConsole().shell.abort(local, runDir, 200)).toBe(true)
      expect(await exit).toMatchObject({ exitCode: null, vanished: true })
    })

    it('leaves a script the time to clean up', async () => {
      const { log, exit } = bench.start(`trap 'echo cleaned; exit 9' TERM; echo begun; sleep 1000 & wait`)
      await log.has('begun')
      expect(await bench.shell.abort(local, runDir, 5_000)).toBe(true)
      expect((await exit).exitCode).toBe(9)
      expect(log.text).toBe('begun\ncleaned\n')
    })

    it('finds nothing to do after the end and spares what the step left running', async () => {
      const { log } = await bench.run('sleep 1000 >/dev/null 2>&1 & echo $!')
      expect(await bench.shell.abort(local, runDir, 100)).toBe(false)
      expect(process.kill(Number(log), 'SIGKILL')).toBe(true)
    })

    it('keeps an attempt that was not started from ever starting', async () => {
      expect(await bench.shell.abort(local, runDir, 100)).toBe(false)
      expect(await bench.run('echo x >>effect')).toMatchObject({ exitCode: null, vanished: true, reattached: true })
      expect(existsSync(join(bench.fleet.home, 'effect'))).toBe(false)
    })
  })

  describe('query', () => {
    it('keeps the streams apart and tells the exit code', async () => {
      expect(await bench.query(`printf 'ö\\n'; printf 'no end' >&2; exit 3`)).toEqual({
        exitCode: 3,
        stdout: 'ö\n',
        stderr: 'no end',
      })
    })

    it('contains syntax errors and whatever a script does to its shell', async () => {
      expect((await bench.query('if then fi')).exitCode).not.toBe(0)
      expect((await bench.query('cd /; set -e; trap "" TERM; lm_say() { :; }; exec 1>&2; false')).exitCode).toBe(1)
      expect(await bench.query('pwd')).toEqual({ exitCode: 0, stdout: `${bench.fleet.home}\n`, stderr: '' })
      expect(bench.host.openCount).toBe(1)
    })

    it('is answered while steps run', async () => {
      const steps = Array.from({ length: 8 }, (_, i) => bench.start(untilGo, { runDir: `r/app/long.${i}` }))
      expect((await bench.query('echo here')).stdout).toBe('here\n')
      expect(bench.host.openCount).toBeLessThanOrEqual(6)
      bench.go()
      for (const { exit } of steps) expect((await exit).exitCode).toBe(0)
      expect(bench.host.openCount).toBeLessThanOrEqual(6)
    })

    it('is ended with its children when its time is over', async () => {
      await expect(
        bench.query('echo $$ >shell; sh -c "echo \\$\\$ >child; exec sleep 1000"; :', 400),
      ).rejects.toMatchObject({
        code: 'remote.query-timeout',
      })
      const child = Number(bench.read('child'))
      await expect.poll(() => isAlive(child)).toBe(false)
    })

    it('is refused more than a mebibyte', async () => {
      await expect(bench.query('head -c 2000000 /dev/zero')).rejects.toMatchObject({ code: 'remote.output-too-large' })
      expect((await bench.query('head -c 1000000 /dev/zero')).stdout).toHaveLength(1_000_000)
    })

    it('gives up a channel that something it left behind writes into', async () => {
      await bench.query(`(${untilGo}; echo stray; echo >written) &`)
      bench.go()
      await expect.poll(() => existsSync(join(bench.fleet.home, 'written'))).toBe(true)
      await polled()
      await bench.query('true')
      expect(bench.host.openCount).toBe(2)
    })
  })

  describe('prune', () => {
    it('removes rollouts that are old, many and at rest', async () => {
      const runs = join(bench.fleet.home, '.lastmile/runs')
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
      const { log, exit } = bench.start(`echo begun; exec 1>/dev/null; ${untilGo}`, {
        runDir: 'busy/app/step.1',
      })
      await log.has('begun')
      for (const name of [
        'started',
        `script.${readFileSync(bench.fleet.file('busy/app/step.1', 'started'), 'utf8').split(' ')[4]}`,
      ]) {
        utimesSync(bench.fleet.file('busy/app/step.1', name), old, old)
      }
      age('busy')
      expect(await bench.shell.prune(local)).toBe(2)
      expect(['old1', 'old2', 'busy', 'new0'].map((dir) => existsSync(join(runs, dir)))).toEqual([
        false,
        false,
        true,
        true,
      ])
      bench.go()
      await exit
      expect(await bench.shell.prune(local)).toBe(0)
    })
  })
})
