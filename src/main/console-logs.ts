import { AppError } from '../shared/errors/app-error'
import type { RolloutId } from '../shared/domain/ids'
import type { Services } from './console-services'
import { LogArchive } from './logs/log-archive'
import type { TroubleBook } from './ports/troubles'
import type { LogRetention } from './rollout/log-retention'
import { LogRefill } from './rollout/log-refill'
import { systemClock } from './system-clock'

/** What happened to the store of logs, and is mended, is said for this long. */
const noticeMs = 3_600_000
/** A file that was set aside longer ago than this was told about. */
const newsMs = 86_400_000
/** Output that was left out is fetched once its step has ended, together with that of others that end about then. */
const refillAfterMs = 1_000

/** Output that is missing when a console ends is fetched for so long; what is left then is fetched by the next one. */
const lastRefillMs = 10_000

/** The logs of a console, and what keeps them whole. */
export type LogKeeping = {
  readonly archive: LogArchive
  /** Fetch from hosts what is missing, from the first time on that something happens in a rollout. */
  readonly watch: (services: Services, retention: LogRetention) => void
  /** Fetch what is missing now, and remove what is old from time to time; for a door that stays. */
  readonly start: () => void
  /** Fetch what can be fetched in a short time; before hosts are let go of. */
  readonly finish: () => Promise<void>
  readonly dispose: () => Promise<void>
}

/**
 * Open the logs of a data folder, whatever became of them, and say what is wrong with them.
 * @throws AppError `db.from-the-future`
 */
export function openLogKeeping(file: string, troubles: TroubleBook, rolloutCount: () => number): LogKeeping {
  let refill: LogRefill | undefined
  let retention: LogRetention | undefined
  const ending = new AbortController()
  const notices = new Notices(troubles)
  const archive = new LogArchive(file, {
    onProblem: (problem) => {
      if (problem) return notices.report(problem)
      notices.clear()
      void refill?.refill(archive.takeLeftOut())
    },
    onReplaced: () => {
      for (const error of changesOf(archive)) notices.tell(error)
      void refill?.refillAll()
    },
  })
  const { problem } = archive.health()
  for (const error of changesOf(archive)) notices.tell(error)
  if (archive.isNew && !problem && rolloutCount() > 0) {
    notices.tell(new AppError('logs.missing', { details: { file } }))
  }
  return {
    archive,
    watch: (services, given) => {
      retention = given
      refill = watchRollouts(archive, services, ending.signal)
    },
    start: () => {
      void refill?.refillAll()
      retention?.start()
    },
    finish: async () => {
      retention?.dispose()
      ending.abort()
      if (archive.hasLeftOut && !archive.health().problem) void refill?.refill(archive.takeLeftOut())
      const isLate = new AbortController()
      const late = systemClock.sleepUntil(systemClock.nowMs() + lastRefillMs, isLate.signal).catch(() => undefined)
      await Promise.race([refill?.whenIdle(), late])
      isLate.abort()
      refill?.dispose()
    },
    dispose: async () => {
      notices.dispose()
      await archive.dispose().catch((error: unknown) => {
        // said while it was so; the journal knows how much is missing, and the next console fetches it
        if (!(error instanceof AppError)) throw error
      })
    },
  }
}

/** Complete logs as rollouts go on, until `ending`. */
function watchRollouts(archive: LogArchive, services: Services, ending: AbortSignal): LogRefill {
  const { shell, logs, book, store, clock, rollouts } = services
  const findEnd = (key: Parameters<LogArchive['findEnd']>[0]) => archive.findEnd(key)
  const isPruned = (rollout: RolloutId) => book.findPruning(rollout, 'logs') !== undefined
  const refill = new LogRefill({ shell, logs, book, store, clock, findEnd, isPruned })
  let isAsked = false
  let isDue = false
  rollouts.onEvents((_, events) => {
    // hosts are spoken to from now on, so that those of earlier rollouts may be as well
    if (!isAsked) void refill.refillAll()
    isAsked = true
    if (isDue || !archive.hasLeftOut || !events.some(({ event }) => event.kind === 'step-finished')) return
    isDue = true
    const fetchLeftOut = () => {
      isDue = false
      if (!archive.health().problem) void refill.refill(archive.takeLeftOut())
    }
    // at its end the console fetches what was left out itself
    clock.sleepUntil(clock.nowMs() + refillAfterMs, ending).then(fetchLeftOut, () => undefined)
  })
  return refill
}

/** What is wrong with the logs now, and for a while what was. */
class Notices {
  readonly #troubles: TroubleBook
  #timer: NodeJS.Timeout | undefined

  constructor(troubles: TroubleBook) {
    this.#troubles = troubles
  }

  report(problem: AppError): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#troubles.report('logs', problem)
  }

  clear(): void {
    // what was told for a while stays for that while
    if (this.#timer === undefined) this.#troubles.clear('logs')
  }

  tell(error: AppError): void {
    this.#troubles.report('logs', error)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#troubles.clear('logs')
    }, noticeMs)
    this.#timer.unref()
  }

  dispose(): void {
    clearTimeout(this.#timer)
  }
}

/** What a person should know of a file that is not the one it was. */
function changesOf(archive: LogArchive): AppError[] {
  const { file, rewrittenAtMs, setAside } = archive.health()
  const rewritten = rewrittenAtMs === undefined ? [] : [new AppError('logs.rewritten', { details: { file } })]
  const [newest] = setAside
  if (!newest || newest.atMs < systemClock.nowMs() - newsMs) return rewritten
  const { reason, file: aside } = newest
  return [...rewritten, new AppError('logs.set-aside', { details: { file, reason, aside } })]
}
