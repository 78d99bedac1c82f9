import i18next from 'i18next'
import { AppError, fillSentence, type ErrorDetails } from '../../shared/errors/app-error'
import { chineseErrors } from '../locales/zh-CN/errors'
import { gateText, hostStatusText, resultText } from './engine-text'

/** The sentence of a failure in the language of the page. Not pure: it reads the chosen language. */
export function describeError(error: unknown): string {
  if (!(error instanceof AppError)) {
    return `${i18next.t('error.bug')}: ${error instanceof Error ? error.message : String(error)}`
  }
  const own = pageSentences[error.code]
  if (own) return i18next.t(own, { ...error.details })
  if (i18next.language !== 'zh-CN') return error.message
  return fillSentence(chineseErrors[error.code], localDetails(error.details))
}

type PageSentence = 'lock.break.why' | 'lock.without.why' | 'release.noDigest'

/** Refusals whose sentence in the catalogue names options of the command line, where the page has a button or a field. */
const pageSentences: Readonly<Partial<Record<AppError['code'], PageSentence>>> = {
  'lock.stale': 'lock.break.why',
  'lock.unreachable': 'lock.without.why',
  'release.no-digest': 'release.noDigest',
}

/** Details the engine gives in English words. */
const words: Readonly<Record<string, (word: string) => string>> = {
  gate: (gate) => gateText(gate.replaceAll(' ', '-')),
  waiting: (gate) => gateText(gate.replaceAll(' ', '-')),
  status: hostStatusText,
  result: resultText,
}

const localDetails = (details: ErrorDetails): ErrorDetails =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' && Object.hasOwn(words, name) ? (words[name]?.(value) ?? value) : value,
    ]),
  )
