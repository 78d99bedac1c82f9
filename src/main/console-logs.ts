import { AppError } from '../shared/errors/app-error'
import type { RolloutId } from '../shared/domain/ids'
import type { Services } from './console-services'
import { LogArchive } from './logs/log-archive'
import type { TroubleBook } from './ports'
import { LogRefill } from './rollout/log-refill'

/** What happened to the store of logs, and is mended, is said for this long. */
const noticeMs = 3_600_000
/** A file that was set aside longer ago than this was told about. */
const newsMs = 86_400_000
/** Output that was left out is fetched once its step has ended, together with that of others that end about then. */
const refillAfterMs = 1_000

/** The logs of a console, and what keeps them whole. */
export type LogKeeping = {
  readonly archive: LogArchive
  /** Fetch from hosts what is missing; from now on also what is left out. */
  readonly keepWhole: (services: Services, isPruned: (rollout: RolloutId) => boolean) => LogRefill
  readonly dispose: () => Promise<void>
}

/**
 * Open the logs of a data folder, whatever became of them, and say what is wrong with them.
 * @throws AppError `db.from-the-future`
 */
export function openLogKeeping(file: string, troubles: TroubleBook, rolloutCount: () => number): LogKeeping {
  let notice: NodeJS.Timeout | undefined
  let refill: LogRefill | undefined
  let refillTimer: NodeJS.Timeout | undefined
  const notify = (error: AppError) => {
    troubles.report('logs', error)
    clearTimeout(notice)
    notice = setTimeout(() => troubles.clear('logs'), noticeMs)
    notice.unref()
  }
  const archive = new LogArchive(file, {
    onProblem: (problem) => {
      clearTimeout(notice)
      if (problem) return troubles.report('logs', problem)
      troubles.clear('logs')
      void refill?.refill(archive.takeLeftOut())
    },
    onReplaced: () => {
      const notices = noticesOf(archive)
      for (const error of notices) notify(error)
      void refill?.refillAll()
    },
  })
  for (const error of noticesOf(archive)) notify(error)
  if (archive.isNew && rolloutCount() > 0) notify(new AppError('logs.missing', { details: { file } }))
  return {
    archive,
    keepWhole: ({ shell, logs, book, store, clock, rollouts }, isPruned) => {
      const findEnd = (key: Parameters<LogArchive['findEnd']>[0]) => archive.findEnd(key)
      const keeper = new LogRefill({ shell, logs, book, store, clock, findEnd, isPruned })
      refill = keeper
      rollouts.onEvents((_, events) => {
        if (!archive.hasLeftOut || !events.some(({ event }) => event.kind === 'step-finished')) return
        refillTimer ??= setTimeout(() => {
          refillTimer = undefined
          if (!archive.health().problem) void keeper.refill(archive.takeLeftOut())
        }, refillAfterMs)
      })
      return keeper
    },
    dispose: async () => {
      clearTimeout(notice)
      clearTimeout(refillTimer)
      refill?.dispose()
      await archive.dispose()
    },
  }
}

/** What a person should know of a file that is not the one it was. */
function noticesOf(archive: LogArchive): AppError[] {
  const { file, rewrittenAtMs, setAside } = archive.health()
  const rewritten = rewrittenAtMs === undefined ? [] : [new AppError('logs.rewritten', { details: { file } })]
  const [newest] = setAside
  if (!newest || newest.atMs < Date.now() - newsMs) return rewritten
  const { reason, file: aside } = newest
  return [...rewritten, new AppError('logs.set-aside', { details: { file, reason, aside } })]
}
