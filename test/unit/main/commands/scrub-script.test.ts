import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { buildScrubScript } from '../../../../src/main/commands/scrub-script'
import { tempFolder } from '../../../helpers/temp-folder'
import { eachShell, runScript } from './shell-matrix'

eachShell('buildScrubScript', (shell) => {
  it.each([
    ['within a block', 10, 20],
    ['over the border of blocks', 4_000, 9_000],
    ['whole blocks', 4_096, 12_288],
    ['millions of bytes, quickly', 5, 3_000_001],
  ])('hides %s, and nothing beside it', async (_, from, to) => {
    const home = tempFolder()
    const run = join(home, '.lastmile/runs/r1/shop/web-01/restart.1')
    mkdirSync(run, { recursive: true })
    const bytes = Buffer.alloc(3_000_100, 'abcdefghij\n')
    writeFileSync(join(run, 'log'), bytes)
    const script = buildScrubScript('r1/shop/web-01/restart.1', [{ from, to }], {})
    expect((await runScript(shell, `HOME='${home}'\n${script}`)).exitCode).toBe(0)
    const expected = Buffer.from(bytes).fill('*', from, to)
    expect(readFileSync(join(run, 'log')).equals(expected)).toBe(true)
  })
})
