import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildFactsQuery } from '../../../../src/main/commands/facts-query'
import { buildPrecheckScript } from '../../../../src/main/commands/precheck-script'
import { tempFolder } from '../../../helpers/temp-folder'
import { eachShell, runScript } from './shell-matrix'
import { hostileVersion, stepContext } from './step-fixture'

eachShell('buildFactsQuery', (shell) => {
  it('prints the facts and nothing else, whatever becomes of the script', async () => {
    const script = `echo talk; echo noise >&2; printf '%s\\n' 'a= b\\n%s' >>"$LASTMILE_RESULT"; printf c=d >>"$LASTMILE_RESULT"; exit 7`
    const folder = tempFolder()
    const done = await runScript(shell, buildFactsQuery(script), { env: { TMPDIR: folder } })
    expect(done).toMatchObject({ exitCode: 0, log: 'a= b\\n%s\nc=d\n' })
    expect(readdirSync(folder)).toEqual([])
  })

  it('takes the precheck of a hostile version', async () => {
    const script = buildPrecheckScript(stepContext({ version: hostileVersion }), {
      minFreeDiskBytes: 0,
      version: 'printf %s {version}',
    })
    const done = await runScript(shell, buildFactsQuery(script))
    expect(done.log).toContain(`version=${hostileVersion}\n`)
  })

  it('does not write through a link that somebody has put there', async () => {
    const folder = tempFolder()
    const victim = join(tempFolder(), 'victim')
    writeFileSync(victim, 'mine=yes\n')
    const plant = `ln -s '${victim}' "$TMPDIR/lastmile-facts.$$"\n`
    const query = buildFactsQuery('echo a=b >>"$LASTMILE_RESULT"')
    const done = await runScript(shell, plant + query, { env: { TMPDIR: folder } })
    expect([done.exitCode, done.log, readFileSync(victim, 'utf8')]).toEqual([0, 'a=b\n', 'mine=yes\n'])
  })
})
