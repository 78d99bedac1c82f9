import { describe, expect, it } from 'vitest'
import { buildStepEnvironment, labelVariables } from '../../../../src/main/commands/step-environment'
import { eachShell, runScript } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

eachShell('buildStepEnvironment', (shell) => {
  it('exports every value as data', async () => {
    const labels = { zone: 'a b', 'rack/row': hostileVersion, 'new-line': 'x\ny' }
    const context = stepContext({
      version: hostileVersion,
      root: '~/apps/$(touch pwned)/',
      previous: undefined,
      digest: 'ABCDEF',
      host: { name: `web '01'`, address: '::1', labels },
      extra: { EXPIRES_SECONDS: '7200' },
    })
    const script = `${buildStepEnvironment(context)}set -u\nsh -c 'printf "%s|" "$LASTMILE_VERSION" "$LASTMILE_ROOT" "$LASTMILE_RELEASE" \
"$LASTMILE_PREVIOUS" "$LASTMILE_HOST_NAME" "$LASTMILE_HOST_PORT" "$LASTMILE_LABEL_RACK_ROW" "$LASTMILE_LABEL_NEW_LINE" "$LASTMILE_SHA256" \
"$LASTMILE_EXPIRES_SECONDS" "$LASTMILE_STEP" "$LASTMILE_ATTEMPT"'; ls`
    const root = '/home/o me/apps/$(touch pwned)'
    const values = [
      hostileVersion,
      root,
      `${root}/releases/${hostileVersion}`,
      '',
      `web '01'`,
      '',
      hostileVersion,
      'x\ny',
      'abcdef',
      '7200',
      'restart',
      '1',
    ]
    const { log } = await runScript(shell, script, { env: { HOME: '/home/o me' } })
    expect(log).toBe(`${values.join('|')}|script\n`)
  })
})

describe('buildStepEnvironment', () => {
  it.each(['', '.', '..', '.1.0.tmp', 'a/b', 'a\nb', 'x'.repeat(201), 'é'.repeat(101)])(
    'refuses the version %j',
    (version) => {
      expect(() => buildStepEnvironment(stepContext({ version }))).toThrow(/cannot be the name of a release directory/)
    },
  )

  it('refuses a NUL, which no shell can pass on', () => {
    expect(() => buildStepEnvironment(stepContext({ app: 'a\0b' }))).toThrow(/NUL/)
  })
})

describe('labelVariables', () => {
  it('keeps labels apart that a variable cannot tell apart', () => {
    expect([...labelVariables({ 'a.b': '1', 'a-b': '2', zone: '3' })]).toEqual([
      ['a-b', 'LASTMILE_LABEL_A_B'],
      ['a.b', 'LASTMILE_LABEL_A_B_2'],
      ['zone', 'LASTMILE_LABEL_ZONE'],
    ])
  })
})
