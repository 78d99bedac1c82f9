import { describe, expect, it } from 'vitest'
import { TerminalQuestions } from '../../../../src/main/cli/terminal-questions'
import { terminalPrompter } from '../../../../src/main/cli/terminal-prompter'

type Prompts = Awaited<ReturnType<NonNullable<ConstructorParameters<typeof TerminalQuestions>[1]>>>

/** Questions on a terminal of this width, and what the library was given to ask. */
function questionsOn(columns: number) {
  const asked: string[] = []
  const answer = ({ message }: { message: string }) => {
    asked.push(message)
    return Promise.resolve(false)
  }
  const prompts = { confirm: answer, input: answer, select: answer, password: answer } as unknown as Prompts
  return { asked, questions: new TerminalQuestions({ columns }, () => Promise.resolve(prompts)) }
}

const key = { host: 'lb-01.fra.example.net', keyType: 'ssh-ed25519', fingerprint: `SHA256:${'a'.repeat(43)}` }
const first = `${key.host} is not known yet. Its ssh-ed25519 key is ${key.fingerprint}.`

describe('TerminalQuestions', () => {
  it.each([
    [130, `${first} Do\nyou trust it?`],
    [200, `${first} Do you trust it?`],
  ])('breaks the question about a host key between words, at %i columns', async (columns, message) => {
    const { asked, questions } = questionsOn(columns)
    expect(await terminalPrompter(questions, true)?.askHostKey(key)).toBe(false)
    expect(asked).toEqual([message])
  })

  it('breaks every kind of question so', async () => {
    const { asked, questions } = questionsOn(20)
    await questions.confirm('Is on-call informed?')
    await questions.input('Which ticket is it?')
    await questions.choose('What shall be done now?', [])
    await questions.secret('Passphrase of the key:')
    expect(asked).toEqual([
      'Is on-call\ninformed?',
      'Which\nticket is\nit?',
      'What shall\nbe done\nnow?',
      'Passphrase\nof the\nkey:',
    ])
  })
})
