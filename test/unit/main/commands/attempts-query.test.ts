import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildAttemptsQuery, parseAttempts } from '../../../../src/main/commands/attempts-query'
import { tempFolder } from '../../../helpers/temp-folder'
import { eachShell, runScript } from './shell-matrix'

const wanted = { rollout: 'r1', app: `shop's`, host: 'web-01', sinceMinutes: 60 }

/** A home directory in which these attempts were started. */
function homeWith(...attempts: readonly string[]): string {
  const home = tempFolder()
  for (const attempt of attempts) {
    const dir = join(home, '.lastmile/runs', attempt)
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'started'), '1 2 3 4 key .\n')
  }
  return home
}

eachShell('buildAttemptsQuery', (shell) => {
  const ask = async (home: string) => {
    const { exitCode, log } = await runScript(shell, buildAttemptsQuery(wanted), { env: { HOME: home } })
    expect(exitCode).toBe(0)
    return parseAttempts(log)
  }

  it('names what was started of the rollout, and who else was there lately', async () => {
    const home = homeWith(
      `r1/shop's/web-01/drain.1`,
      `r1/shop's/web-01/admit.12`,
      `r1/shop's/web-02/fetch.1`,
      `r1/other/web-01/fetch.1`,
      `r2/shop's/web-01/restart.1`,
      `r3/shop's/web-02/restart.1`,
      `r4/shop's/web-01/restart.1`,
    )
    // made before its turn, and never started
    mkdirSync(join(home, `.lastmile/runs/r1/shop's/web-01/quiet.1`))
    utimesSync(join(home, `.lastmile/runs/r4/shop's/web-01/restart.1/started`), 1_000_000, 1_000_000)
    const { own, others } = await ask(home)
    expect(own.toSorted()).toEqual(['admit.12', 'drain.1'])
    expect(others).toEqual(['r2'])
  })

  it('finds nothing where nothing ever ran', async () => {
    expect(await ask(homeWith())).toEqual({ own: [], others: [] })
    expect(await ask(homeWith(`r2/other/web-01/fetch.1`))).toEqual({ own: [], others: [] })
  })
})
