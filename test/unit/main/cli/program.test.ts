import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { beforeAll, describe, expect, it } from 'vitest'
import { buildWholeProgram, verbs } from '../../../../src/main/cli/program'
import { FakeCli } from '../../../helpers/fake-cli'

let commands: readonly CommandUnknownOpts[]

beforeAll(async () => {
  const host = { cli: new FakeCli(), finish: () => undefined, wholeProgram: () => Promise.reject(new Error('unused')) }
  const program = await buildWholeProgram(host, '0.0.0')
  commands = program.commands.flatMap((command) => [command, ...command.commands])
})

const names = verbs.map(({ name }) => name)
const find = (name: string) => commands.find((command) => command.name() === name)

describe('verbs', () => {
  it('are named once', () => expect(names).toEqual([...new Set(names)]))

  it.each(names)('%s has a description and an example', (name) => {
    const command = find(name)
    let help = ''
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
    expect(command?.description()).toMatch(/^[A-Z].*\.$/)
    expect(help).toMatch(new RegExp(`Examples:\\n.*lastmile ${name}`))
  })

  it.each([...names.filter((name) => name !== 'completion' && name !== 'demo'), 'settle'])(
    '%s takes --data and --json',
    (name) => {
      expect(find(name)?.options.map(({ long }) => long)).toEqual(expect.arrayContaining(['--data', '--json']))
    },
  )

  it('are all that the architecture names for this door', () => {
    const wanted =
      'apply export import hosts check plan run sign brake resume retry revoke rollback exclude stage debts history show logs search verify doctor completion'
    expect(names).toEqual(expect.arrayContaining(wanted.split(' ')))
  })
})
