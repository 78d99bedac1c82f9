import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quote, quotePath } from '../../../../src/main/commands/quote'
import { eachShell, runScript } from './shell-matrix'

eachShell('quote', (shell) => {
  it('keeps any text as one word, byte by byte', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((each) => each.replaceAll('\0', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (texts) => {
        const { log } = await runScript(shell, `printf '<%s>' x ${texts.map(quote).join(' ')}`)
        expect(log).toBe(['x', ...texts].map((each) => `<${each}>`).join(''))
      }),
      { numRuns: 30 },
    )
  })

  it('expands the home directory of a path and nothing else', async () => {
    const paths = ['~/a b', '~/$(x)', '/a ~/b', '~x', '~']
    const { log } = await runScript(shell, `printf '%s|' ${paths.map(quotePath).join(' ')}`, { env: { HOME: '/h o' } })
    expect(log).toBe('/h o/a b|/h o/$(x)|/a ~/b|~x|~|')
  })
})
