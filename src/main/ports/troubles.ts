import type { AppError } from '../../shared/errors/app-error'

/** The parts of a console that people are told about when they cannot do their work. */
export type TroublePart = 'journal' | 'logs' | 'backup' | 'restored' | 'clock' | 'secrets' | 'keychain'

/** What keeps parts of the console from their work right now; who is told is not the business of those who report. */
export interface TroubleBook {
  /** One trouble for each part; the last one stands. */
  report(part: TroublePart, error: AppError): void
  clear(part: TroublePart): void
}
