import type { Handlers, Input, Output } from '../../shared/ipc/contract'
import type { LogKey } from '../ports/logs'
import type { RolloutBook } from '../ports/rollouts'
import type { LogRetention } from '../rollout/log-retention'
import type { ShellBook } from '../terminal-ports'
import { asHostName } from '../../shared/domain/ids'
import { AppError } from '../../shared/errors/app-error'
import type { RolloutService } from '../rollout/rollout-service'

type EvidenceRequests =
  | 'debt:list'
  | 'debt:settle'
  | 'log:list'
  | 'log:prune'
  | 'journal:prune'
  | 'log:health'
  | 'log:read'
  | 'log:search'
  | 'shell:list'
  | 'stage:run'

export type EvidenceServices = {
  readonly rollouts: RolloutService
  readonly book: RolloutBook
  readonly settle: (input: Input<'debt:settle'>) => Promise<Output<'debt:settle'>>
  readonly stage: (input: Input<'stage:run'>) => Promise<Output<'stage:run'>>
  readonly logs: {
    readonly list: (rollout: string, host: string) => Promise<Output<'log:list'>>
    readonly read: (key: LogKey, fromOffset: number, maxBytes: number) => Promise<{ bytes: Buffer; nextOffset: number }>
    readonly health: () => Output<'log:health'>
    readonly search: (input: Input<'log:search'>) => Promise<Output<'log:search'>>
  }
  readonly retention: Pick<LogRetention, 'plan' | 'prune' | 'planJournals' | 'pruneJournals'>
  readonly shells: Pick<ShellBook, 'list'>
}

/** One reply's share of a log: small enough to keep the console responsive, large enough to be quick. */
const logPieceBytes = 512 * 1024

/** Requests about logs, shells, debts and staging. */
export function evidenceHandlers({ rollouts, book, ...services }: EvidenceServices): Pick<Handlers, EvidenceRequests> {
  return {
    'stage:run': services.stage,
    'debt:list': (filter) => book.listOpenDebts(filter).map((debt) => ({ ...debt })),
    'debt:settle': services.settle,
    'log:list': async ({ rollout, host }) => {
      const id = rollouts.find(rollout)
      const found = await services.logs.list(id, host)
      if (found.length === 0) refusePruned(book, id)
      return found
    },
    'log:prune': async ({ by, isDryRun, ...limits }) => {
      const { retention } = services
      const { pruned, keptBytes } = await (isDryRun ? retention.plan(limits) : retention.prune(limits, by))
      const shown = pruned.map(({ rollout, storedBytes, lastAtMs, because }) => ({
        rollout,
        storedBytes,
        lastAtMs,
        because,
      }))
      return { pruned: shown, keptBytes }
    },
    'journal:prune': async ({ by, isDryRun, ...limits }) => {
      const { retention } = services
      return { rollouts: isDryRun ? retention.planJournals(limits) : await retention.pruneJournals(limits, by) }
    },
    'log:read': async ({ rollout, host, step, attempt, fromOffset }) => {
      const key = { rollout: rollouts.find(rollout), host: asHostName(host), step, attempt }
      const { bytes, nextOffset } = await services.logs.read(key, fromOffset, logPieceBytes)
      return { bytes: bytes.toString('base64'), nextOffset }
    },
    'log:health': () => services.logs.health(),
    'log:search': (input) =>
      services.logs.search(input.rollout === undefined ? input : { ...input, rollout: rollouts.find(input.rollout) }),
    'shell:list': (filter) => {
      const { rollout } = filter
      const wanted = rollout === undefined ? filter : { ...filter, rollout: rollouts.find(rollout) }
      return services.shells.list(wanted).map((shell) => ({ ...shell }))
    },
  }
}

/** Where there is no log any more, say that it was removed. @throws AppError `logs.pruned` */
export function refusePruned(book: Pick<RolloutBook, 'findPruning'>, rollout: string): void {
  const pruning = book.findPruning(rollout, 'logs')
  if (!pruning) return
  const { atMs, actor: by, reason } = pruning
  throw new AppError('logs.pruned', { details: { rollout, at: new Date(atMs).toISOString(), by, reason } })
}
