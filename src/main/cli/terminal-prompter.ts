import type { Prompter } from '../open-client'
import type { Questions } from './cli'

/**
 * Answers the questions of SSH at the terminal. Undefined where nobody can be asked: the errors then say how to go on
 * without a person, instead of that one said no.
 */
export function terminalPrompter(questions: Questions, isInteractive: boolean): Prompter | undefined {
  if (!isInteractive) return undefined
  return {
    askSecret: async (question) => {
      const secret = await questions.secret(question)
      return secret === undefined ? undefined : { secret, isToKeep: false }
    },
    askHostKey: async ({ host, keyType, fingerprint }) => {
      const answer = await questions.choose<boolean | 'all'>(
        `${host} is not known yet. Its ${keyType} key is ${fingerprint}. Do you trust it?`,
        [
          { name: 'No', value: false },
          { name: 'Yes, this key', value: true },
          { name: 'Yes, and every further first key of this session', value: 'all' },
        ],
      )
      return answer ?? false
    },
  }
}
