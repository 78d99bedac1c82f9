import { catalogue, type ErrorCode } from '../../../shared/errors/catalogue'

/** The error catalogue in Chinese. */
export const chineseErrors: Readonly<Record<ErrorCode, string>> = catalogue
