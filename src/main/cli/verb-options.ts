import { AppError } from '../../shared/errors/app-error'
import { parseDurationMs } from '../../shared/util/duration'

/** For options that may be given several times. */
export const collect = (value: string, sofar: readonly string[] = []): readonly string[] => [...sofar, value]

/** Read `--answer ITEM=VALUE`s. @throws AppError `cli.usage` */
export function parseAnswers(verb: string, words: readonly string[] = []): Map<string, string> {
  return new Map(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw usage(verb, `--answer takes ITEM=VALUE, not "${word}"`)
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
}

/** Pair `--waive`s with `--reason`s: one reason for all of them, or one for each in order. @throws AppError `cli.usage` */
export function pairWaivers(items: readonly string[] = [], reasons: readonly string[] = []): Map<string, string> {
  if (reasons.length > 1 && reasons.length !== items.length) {
    throw usage('sign', `${items.length} --waive need one --reason, or one each; ${reasons.length} were given`)
  }
  return new Map(items.map((item, i) => [item, (reasons.length === 1 ? reasons[0] : reasons[i]) ?? '']))
}

/** Read a whole number of at least 1. @throws AppError `cli.usage` */
export function parseCount(verb: string, option: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usage(verb, `${option} takes a number from 1, not "${text}"`)
  return Number(text)
}

/** Read a duration such as `30s`. @throws AppError `cli.usage` */
export function parseDuration(verb: string, option: string, text: string): number {
  const durationMs = parseDurationMs(text)
  if (!durationMs) throw usage(verb, `${option} takes a duration such as 30s or 5m, not "${text}"`)
  return durationMs
}

/** The error for a command line that is not understood. Pure. */
export const usage = (verb: string, why: string): AppError => new AppError('cli.usage', { details: { why, verb } })
