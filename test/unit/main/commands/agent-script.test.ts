import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  buildAbortCommand,
  buildAgentPrelude,
  buildQueryCommand,
  buildRestCommand,
  buildStepCommand,
} from '../../../../src/main/commands/agent-script'
import { interpreters, local, untilGo } from '../../../helpers/local-fleet'
import { done, runDir, StepBench } from '../../../helpers/step-bench'

describe('buildAgentPrelude', () => {
  it.each(interpreters.map((words) => ({ words })))(
    'is understood by $words and says only that it is ready',
    ({ words }) => {
      const [program, ...args] = words
      expect(execFileSync(program, args, { input: buildAgentPrelude('n0nce'), encoding: 'utf8' })).toBe('n0nce ready\n')
    },
  )

  it('stays small, for shells that read byte by byte', () => {
    expect(buildAgentPrelude('n').length).toBeLessThan(9_500)
  })
})

describe('builders', () => {
  it('put names and scripts where they cannot be code', () => {
    const evil = `'; touch pwned; '`
    const step = { runDir: `r/${evil}`, script: evil, offset: 5, key: 'k.1', isJoinOnly: false }
    const path = 'r/%27%3B%20touch%20pwned%3B%20%27'
    expect(buildStepCommand(step)).toBe(
      `lm_script() {\nprintf '\\047; touch pwned; \\047'\n}\nlm_step '${path}' 5 k.1 start &\nLM_f=$! LM_kind=step\n`,
    )
    expect(buildStepCommand({ ...step, isJoinOnly: true })).toBe(
      `lm_step '${path}' 5 k.1 join &\nLM_f=$! LM_kind=step\n`,
    )
    expect(buildRestCommand(step.runDir, 7)).toContain(`lm_rest '${path}' 7 &`)
    expect(buildAbortCommand(step.runDir, 99.6, 'k')).toBe(`lm_abort '${path}' 100 k\n`)
    expect(buildQueryCommand(evil)).toMatch(/^LM_q=\$\(printf '\\047; touch pwned; \\047'\)\n/)
  })
})

describe('a claim that is being written', () => {
  it.each(interpreters.map((words) => ({ words })))('is not taken for an old one under $words', async ({ words }) => {
    const home = mkdtempSync(join(tmpdir(), 'lastmile-claim-'))
    const [program, ...args] = words
    const agent = spawn(program, args, { env: { ...process.env, HOME: home }, stdio: ['pipe', 'pipe', 'inherit'] })
    const path = join(home, '.lastmile/runs/r/app/step.1')
    mkdirSync(path, { recursive: true })
    writeFileSync(join(path, 'started'), '12345 678 9')
    const command = { runDir: 'r/app/step.1', script: '', offset: 0, key: 'k.1', isJoinOnly: true }
    agent.stdin.write(buildAgentPrelude('n0nce') + buildStepCommand(command))
    let said = ''
    for await (const bytes of agent.stdout) {
      said += String(bytes)
      if (/start.*\n/.test(said)) break
    }
    expect(said).toContain('n0nce start - 0 0\n')
    agent.stdin.end()
    await once(agent, 'exit')
    rmSync(home, { recursive: true })
  })
})

describe('a short step', () => {
  it.each(interpreters.map((words) => ({ words })))('starts no program but its own under $words', async ({ words }) => {
    const dir = mkdtempSync(join(tmpdir(), 'lastmile-tools-'))
    for (const tool of ['setsid', 'mkdir', words[0]]) {
      symlinkSync(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(dir, tool))
    }
    const bench = new StepBench(words, dir)
    const found = await bench.run('echo out; echo a=b >>"$LASTMILE_RESULT"')
    expect(found).toEqual({ ...done, log: 'out\n', logBytes: 4, result: { a: 'b' } })
    await bench.dispose()
    rmSync(dir, { recursive: true })
  })
})

describe('a machine without setsid', () => {
  const tools = ['mkdir', 'tail', 'head', 'wc', 'dd', 'sleep', 'cat', 'rm', 'ls', 'date', 'busybox', 'dash', 'bash']
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'lastmile-tools-'))
    for (const tool of [...tools, 'perl']) {
      const path = execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim()
      for (const place of tool === 'perl' ? ['perl'] : ['perl', 'bare']) {
        execFileSync('mkdir', ['-p', join(dir, place)])
        symlinkSync(path, join(dir, place, tool))
      }
    }
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  // dash and busybox sh have no job control without a terminal, so bare machines are those whose sh is bash
  it.each([
    { words: ['dash'] as const, place: 'perl' },
    { words: ['bash', '--posix'] as const, place: 'bare' },
  ])('detaches with $place tools under $words', async ({ words, place }) => {
    const bench = new StepBench(words, join(dir, place))
    const { log, exit } = bench.start(`echo begun; ${untilGo}; echo x >>effect`)
    await log.has('begun')
    bench.host.cut()
    bench.go()
    expect(await exit).toMatchObject({ exitCode: 0, reattached: false })
    expect(bench.read('effect')).toBe('x\n')
    const second = bench.start('echo begun; sleep 1000', { runDir: 'r/app/second' })
    await second.log.has('begun')
    expect(await bench.shell.abort(local, 'r/app/second', 1_000)).toBe(true)
    expect(await bench.shell.abort(local, runDir, 1_000)).toBe(false)
    expect((await second.exit).exitCode).toBe(143)
    await bench.dispose()
  })
})
