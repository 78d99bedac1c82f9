import { catalogue, type ErrorCode } from './catalogue'

export type ErrorDetails = Readonly<Record<string, unknown>>

/**
 * The one class of expected errors. `code` is in the catalogue; the sentence a user reads is made from the catalogue
 * and `details`, so details must be redacted and serialisable before they get here.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails
  constructor(code: ErrorCode, options: { readonly details?: ErrorDetails; readonly cause?: unknown } = {}) {
    const details = options.details ?? {}
    super(sentenceOf(code, details), options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** The sentence for a code, with `{name}` filled from details. Pure. */
export const sentenceOf = (code: ErrorCode, details: ErrorDetails): string => fillSentence(catalogue[code], details)

/** A sentence in any language with `{name}` filled from details. Pure; a missing detail shows as `?`. */
export const fillSentence = (sentence: string, details: ErrorDetails): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => show(details[name]))

function show(value: unknown): string {
  if (value === undefined) return '?'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export type WireError = {
  readonly code: ErrorCode | 'internal.bug'
  readonly message: string
  readonly details: ErrorDetails
}

/** An error as it crosses a transport. Anything that is not an AppError is a bug and says so, without its stack. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details }
  const message = error instanceof Error ? error.message : String(error)
  const outOfFiles = asOutOfFiles(error)
  if (outOfFiles) return toWireError(outOfFiles)
  return { code: 'internal.bug', message: `A bug in Lastmile: ${message}`, details: {} }
}

/**
 * The system lets this process open no more files: that can meet any line that opens something, says nothing about what it
 * opens, and is nobody's bug. Undefined for other errors. Pure.
 */
export function asOutOfFiles(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !('code' in error) || (error.code !== 'EMFILE' && error.code !== 'ENFILE'))
    return undefined
  return new AppError('console.out-of-files', { details: { reason: error.message }, cause: error })
}

/** The error a caller throws for one that came over a transport: the same code and details, or a bug's sentence. */
export function fromWireError({ code, message, details }: WireError): AppError {
  if (code in catalogue) return new AppError(code as ErrorCode, { details })
  return new AppError('console.other', { details: { message } })
}
