import type { Handlers, Input, Output } from '../../shared/ipc/contract'
import type { LogKey, RolloutBook } from '../ports'
import type { ShellBook } from '../terminal-ports'
import { asHostName } from '../../shared/domain/ids'
import type { RolloutService } from '../rollout/rollout-service'

type EvidenceRequests =
  'debt:list' | 'debt:settle' | 'log:list' | 'log:health' | 'log:read' | 'log:search' | 'shell:list' | 'stage:run'

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
    'log:list': ({ rollout, host }) => services.logs.list(rollouts.find(rollout), host),
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
