import { describe, expect, it } from 'vitest'
import { buildServingScript, parseServing } from '../../../../src/main/commands/serving-script'
import { eachShell, runScript } from './shell-matrix'
import { stepContext } from './step-fixture'

eachShell('buildServingScript', (shell) => {
  it('passes output and exit code on', async () => {
    const script = buildServingScript(stepContext(), 'echo "web 01"; echo {app}; exit 3')
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 3, log: 'web 01\nshop-api\n' })
  })
})

describe('parseServing', () => {
  const hosts = ['web 01', 'web-02', 'web-03']
  it.each([
    ['', [], []],
    ['\n \n', [], []],
    ['web-03\r\nweb 01\n', ['web 01', 'web-03'], []],
    ['  web-02\nweb-02\nlb-9\nlb-9', ['web-02'], ['lb-9']],
    ['web 01 web-02', [], ['web 01 web-02']],
  ])('reads %j', (stdout, serving, unknown) => expect(parseServing(stdout, hosts)).toEqual({ serving, unknown }))
})
