import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildRollbackTargetScript } from '../../../../src/main/commands/rollback-target-script'
import { digestFor, makeRoot } from './release-fixture'
import { eachShell, runScript } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

eachShell('buildRollbackTargetScript', (shell) => {
  it('finds the release with its digest', async () => {
    const root = makeRoot([hostileVersion])
    const digest = digestFor(hostileVersion)
    const context = stepContext({ root, version: hostileVersion, digest: digest.toUpperCase() })
    expect(await runScript(shell, buildRollbackTargetScript(context))).toEqual({
      exitCode: 0,
      log: `digest=${digest}\n`,
      result: { digest },
    })
  })

  it('refuses another digest, a missing marker and a missing release', async () => {
    const root = makeRoot(['1.0.0'])
    const script = buildRollbackTargetScript(stepContext({ root, version: '1.0.0', digest: 'a'.repeat(64) }))
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 109, result: { reason: 'release-differs' } })
    rmSync(join(root, 'releases', '1.0.0', '.lastmile-sha256'))
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 109 })
    const plain = buildRollbackTargetScript(stepContext({ root, version: '1.0.0' }))
    expect(await runScript(shell, plain)).toMatchObject({ exitCode: 0, result: { digest: '' } })
    rmSync(join(root, 'releases', '1.0.0'), { recursive: true })
    expect(await runScript(shell, script)).toMatchObject({ exitCode: 108, result: { reason: 'release-missing' } })
  })
})
