import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../../src/shared/errors/app-error'
import { interpreters, isAlive, untilGo } from '../../../helpers/local-fleet'
import { done, runDir, StepBench } from '../../../helpers/step-bench'

describe.each(interpreters.map((words) => ({ words })))('StepAttempt under $words', ({ words }) => {
  let bench: StepBench
  beforeEach(() => {
    bench = new StepBench(words)
  })
  afterEach(() => bench.dispose())

  describe('time', () => {
    it('ends a step whose time is over, with its children', async () => {
      const found = await bench.run('sleep 1000 & echo $!; wait', { timeoutMs: 300 })
      expect(found).toMatchObject({ exitCode: null, timedOut: true, vanished: false })
      expect(isAlive(Number(found.log))).toBe(false)
    })

    it('counts from the start of the script, also after joining it', async () => {
      const { log, exit } = bench.start('echo begun; sleep 1000', { timeoutMs: 60_000 })
      await log.has('begun')
      const late = await bench.run('', { timeoutMs: 1, in: bench.openConsole().shell })
      expect(late).toMatchObject({ exitCode: null, timedOut: true, reattached: true })
      expect(await exit).toMatchObject({ timedOut: false })
    })

    it('does not blame the time for a step that was over', async () => {
      await bench.run('exit 3')
      expect(await bench.run('', { timeoutMs: 1 })).toMatchObject({ exitCode: 3, timedOut: false, reattached: true })
    })
  })

  describe('exactly once', () => {
    it('joins an attempt that ran', async () => {
      const script = 'echo x >>effect; echo out; exit 4'
      await bench.run(script)
      const again = await bench.run(script, { in: bench.openConsole().shell })
      expect(again).toEqual({ ...done, exitCode: 4, reattached: true, logBytes: 4, log: 'out\n' })
      expect(bench.read('effect')).toBe('x\n')
    })

    it('lets one of many racing starters run, and tells all the same', async () => {
      const script = 'echo x >>effect; sleep 0.2; echo out; exit 5'
      const consoles = Array.from({ length: 12 }, () => bench.openConsole().shell)
      const found = await Promise.all(consoles.map((each) => bench.run(script, { in: each })))
      expect(bench.read('effect')).toBe('x\n')
      expect(found.filter(({ reattached }) => !reattached)).toHaveLength(1)
      for (const each of found) expect(each).toMatchObject({ exitCode: 5, logBytes: 4, log: 'out\n' })
    })

    it('starts an attempt of which only the directory is there', async () => {
      mkdirSync(bench.fleet.file(runDir, ''), { recursive: true })
      writeFileSync(bench.fleet.file(runDir, 'script.dead.1'), 'echo half a scr')
      expect(await bench.run('echo whole')).toMatchObject({ exitCode: 0, reattached: false, log: 'whole\n' })
    })

    it('knows how a step ended whose directory was removed while it ran', async () => {
      const { log, exit } = bench.start(`echo begun; ${untilGo}; echo x >>effect; exit 6`)
      await log.has('begun')
      rmSync(bench.fleet.file(runDir, ''), { recursive: true })
      bench.go()
      expect(await exit).toMatchObject({ exitCode: 6, vanished: false, reattached: false })
      expect(bench.read('effect')).toBe('x\n')
    })

    it('does not run again what ran before a reboot', async () => {
      await bench.run('echo x >>effect; kill -9 0')
      const claim = readFileSync(bench.fleet.file(runDir, 'started'), 'utf8').split(' ')
      const rebooted = [process.pid, claim[1], 'another-boot', ...claim.slice(3)]
      writeFileSync(bench.fleet.file(runDir, 'started'), rebooted.join(' '))
      expect(await bench.run('echo x >>effect')).toMatchObject({ vanished: true, reattached: true })
      expect(bench.read('effect')).toBe('x\n')
    })

    it('is not misled by a process that got the same number', async () => {
      await bench.run('kill -9 0')
      const claim = readFileSync(bench.fleet.file(runDir, 'started'), 'utf8').split(' ')
      writeFileSync(bench.fleet.file(runDir, 'started'), [process.pid, ...claim.slice(1)].join(' '))
      expect(await bench.run('')).toMatchObject({ vanished: true })
    })

    it('goes on in mid-output after the channel is cut', async () => {
      const script = 'i=0; while [ $i -lt 40 ]; do echo "line $i"; i=$((i+1)); sleep 0.02; done; echo x >>effect'
      const { log, exit } = bench.start(script)
      for (const line of ['line 5', 'line 15', 'line 25']) {
        await log.has(`${line}\n`)
        bench.host.cut()
      }
      expect(await exit).toMatchObject({ exitCode: 0, reattached: false })
      expect(log.text).toBe(Array.from({ length: 40 }, (_, i) => `line ${i}\n`).join(''))
      expect(bench.read('effect')).toBe('x\n')
    })

    it('survives cuts at any moment', async () => {
      const script = 'echo x >>"effect.$1"; echo a; sleep 0.03; echo b'
      for (let round = 0; round < 30; round += 1) {
        const dir = `r/app/cut.${round}`
        const { log, exit } = bench.start(script.replace('$1', String(round)), { runDir: dir })
        // Not a wait for something: the moment of the cut is what varies.
        const cutter = setTimeout(() => bench.host.cut(), round * 2)
        expect(await exit).toMatchObject({ exitCode: 0, logBytes: 4 })
        clearTimeout(cutter)
        expect(log.text).toBe('a\nb\n')
        expect(bench.read(`effect.${round}`)).toBe('x\n')
      }
    })
  })

  describe('connections', () => {
    const lost = new AppError('ssh.connection-lost', { details: { host: 'h' } })
    const refused = new AppError('ssh.auth-failed', { details: { host: 'h' } })

    it('tries a lost connection again, a refused login not', async () => {
      bench.host.refusals.push(lost, lost)
      expect((await bench.run('true')).exitCode).toBe(0)
      bench.host.cut()
      bench.host.refusals.push(refused)
      await expect(bench.run('true', { runDir: 'r/app/second' })).rejects.toBe(refused)
    })

    it('gives up soon before anything was sent', async () => {
      bench.host.refusals.push(lost, lost, lost, lost, lost)
      await expect(bench.run('true')).rejects.toBe(lost)
      expect(bench.host.refusals).toHaveLength(2)
    })

    it('keeps looking for a step that runs, whatever refuses', async () => {
      const { log, exit } = bench.start(`echo begun; ${untilGo}`)
      await log.has('begun')
      bench.host.refusals.push(lost, refused, lost, lost)
      bench.host.cut()
      bench.go()
      expect((await exit).exitCode).toBe(0)
    })

    it('never talks to a machine whose key changed', async () => {
      const changed = new AppError('ssh.host-key-changed', { details: { host: 'h' } })
      const { log, exit } = bench.start(`echo begun; ${untilGo}`)
      await log.has('begun')
      bench.host.refusals.push(changed)
      bench.host.cut()
      await expect(exit).rejects.toBe(changed)
      bench.go()
    })

    it('ends what waits when the console closes', async () => {
      const { log, exit } = bench.start(`echo begun; ${untilGo}`)
      await log.has('begun')
      await Promise.all([expect(exit).rejects.toMatchObject({ code: 'remote.closed' }), bench.shell.dispose()])
      bench.go()
    })
  })
})
