import i18next from 'i18next'
import { AppError, fillSentence } from '../../shared/errors/app-error'
import { chineseErrors } from '../locales/zh-CN/errors'

/** The sentence of a failure in the language of the page. Not pure: it reads the chosen language. */
export function describeError(error: unknown): string {
  if (!(error instanceof AppError)) {
    return `${i18next.t('error.bug')}: ${error instanceof Error ? error.message : String(error)}`
  }
  return i18next.language === 'zh-CN' ? fillSentence(chineseErrors[error.code], error.details) : error.message
}
