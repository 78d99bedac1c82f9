import { spawnSync } from 'node:child_process'
import { beforeAll, describe, expect, it } from 'vitest'
import { main } from '../../../../src/main/cli/main'
import { FakeCli } from '../../../helpers/fake-cli'

const scripts = new Map<string, string>()

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const cli = new FakeCli()
    await main(['completion', shell], cli)
    scripts.set(shell, cli.stdout.text)
  }
})

/** What bash would offer for the last of `words`. */
function completeInBash(...words: string[]): string[] {
  const line = words.map((word) => `'${word}'`).join(' ')
  const script = `${scripts.get('bash')}
COMP_WORDS=(lastmile ${line}); COMP_CWORD=${words.length}; _lastmile; printf '%s\\n' "\${COMPREPLY[@]}"`
  const bash = spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' })
  return bash.stdout.split('\n').filter((word) => word !== '')
}

describe('completionScript', () => {
  it('completes verbs in bash', () =>
    expect(completeInBash('re')).toEqual(['resume', 'retry', 'revoke', 'report', 'restore']))
  it('completes options of a verb in bash', () => expect(completeInBash('run', 'shop', '--un')).toEqual(['--unblock']))
  it('completes below a verb in bash', () => expect(completeInBash('debts', 'set')).toEqual(['settle']))
  it('completes options below a verb in bash', () =>
    expect(completeInBash('debts', 'settle', '--al')).toEqual(['--all']))
  it('completes formats in bash', () => expect(completeInBash('import', 'ss')).toEqual(['ssh-config']))
  it('does not offer hidden verbs', () => expect(completeInBash('ex')).toEqual(['exclude', 'export']))

  it.each(['zsh', 'fish'])('names every verb and option for %s', (shell) => {
    const script = scripts.get(shell) ?? ''
    for (const word of ['rollback', 'settle', 'unblock', 'sha256', 'ssh-config']) expect(script).toContain(word)
  })
})
