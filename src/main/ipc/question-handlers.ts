import { AppError } from '../../shared/errors/app-error'
import type { Handlers } from '../../shared/ipc/contract'
import type { PageQuestions } from './page-questions'

/** What SSH wants to know from a person. Without pages it is asked elsewhere, so there is nothing here. */
export function questionHandlers(
  questions: PageQuestions | undefined,
): Pick<Handlers, 'question:list' | 'question:answer'> {
  return {
    'question:list': () => questions?.list() ?? [],
    'question:answer': (input) => {
      if (!questions) throw new AppError('console.no-question')
      questions.answer(input)
      return {}
    },
  }
}
