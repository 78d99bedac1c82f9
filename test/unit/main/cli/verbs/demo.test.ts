import { describe, expect, it } from 'vitest'
import { main } from '../../../../../src/main/cli/main'
import { FakeCli } from '../../../../helpers/fake-cli'

describe('lastmile demo', () => {
  it.each([
    [['--hosts', '2'], '--hosts takes a number from 3 to 500, not 2'],
    [['--hosts', '501'], '--hosts takes a number from 3 to 500, not 501'],
    [['--hosts', 'many'], '--hosts takes a number from 1, not "many"'],
    [['--fail', 'web-13:verify'], 'The demo fleet has no host web-13 to let fail. Its hosts are web-01 to web-12'],
    [['--fail', 'web-07'], '"web-07" is not a fault. Write HOST:STEP'],
    [['--fail', 'web-07:reboot'], '"web-07:reboot" is not a fault'],
    [['--interactive'], '--interactive needs a terminal'],
    [['--interactive', '--json'], '--interactive and --json do not go together'],
  ])('refuses %j before anything is started', async (words, why) => {
    const cli = new FakeCli()
    expect(await main(['demo', ...words], cli)).toBe(2)
    expect(cli.stderr.text).toContain(why)
    expect(cli.stderr.text).toContain('`lastmile demo --help`')
    expect([cli.leftBehind(), cli.stderr.text.includes('..')]).toEqual([0, false])
  })
})
