import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { interpreters, local } from '../../../helpers/local-fleet'
import { StepBench } from '../../../helpers/step-bench'

describe.each(interpreters.map((words) => ({ words })))('AgentStepShell.once under $words', ({ words }) => {
  let bench: StepBench
  beforeEach(() => {
    bench = new StepBench(words)
  })
  afterEach(() => bench.dispose())
  const once = (script: string, timeoutMs = 10_000) => bench.shell.once({ target: local, script, timeoutMs })

  it('keeps the streams apart and tells the exit code', async () => {
    expect(await once('echo out; echo err >&2; exit 3')).toEqual({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' })
  })

  it('takes the script as data: quotes, lines and a syntax error stay inside', async () => {
    expect(await once(`printf '%s' "it's \\"two\\"\nlines"`)).toMatchObject({
      exitCode: 0,
      stdout: `it's "two"\nlines`,
    })
    expect((await once('if true')).exitCode).not.toBe(0)
  })

  it('gives the command no input of ours to eat', async () => {
    expect(await once('cat')).toEqual({ exitCode: 0, stdout: '', stderr: '' })
  })

  it('ends with its time', async () => {
    await expect(once('sleep 1000', 100)).rejects.toMatchObject({ code: 'remote.query-timeout' })
  })

  it('refuses more output than a query may have', async () => {
    await expect(once('head -c 2000000 /dev/zero')).rejects.toMatchObject({ code: 'remote.output-too-large' })
  })
})
