import { AppError } from '../../shared/errors/app-error'
import type { HostName, RolloutId } from '../../shared/domain/ids'
import { stepIndex } from '../../shared/domain/lifecycle'
import type { RolloutEvent } from '../../shared/domain/rollout-event'
import type { RecordedEvent } from '../../shared/domain/rollout-evolve'
import type { RolloutSettings } from '../../shared/domain/rollout-settings'
import { invariant } from '../../shared/util/invariant'
import type { JournalRow, RolloutAppend, RolloutStore } from '../ports/journal'
import type { WritableDb } from './handles'
import { inTransaction } from './query'
import { recordRollout, type RolloutRecord } from './record-rollout'
import type { HostObservation } from './repositories/host-states'
import { readJournal } from './repositories/journal'
import type { WalDisk } from './wal-disk'

type StoreOptions = {
  /** Puts what is appended on disk; without it, every append waits for the disk. */
  readonly disk?: WalDisk
  /** Hears of the last event of every transaction, once it is on disk. */
  readonly onStored?: (rollout: RolloutId, seq: number) => void
}

/** The last event of a transaction. */
type Place = { readonly rollout: RolloutId; readonly seq: number }

/** The journal, with what is derived from it kept in step in the same transaction. */
export class SqliteRolloutStore implements RolloutStore {
  readonly #db: WritableDb
  /** What the events of a rollout do not repeat: which app and environment they are about. */
  readonly #settings = new Map<RolloutId, RolloutSettings>()

  readonly #disk: WalDisk | undefined
  readonly #onStored: (rollout: RolloutId, seq: number) => void
  #last: Place | undefined

  constructor(db: WritableDb, { disk, onStored = () => undefined }: StoreOptions = {}) {
    this.#db = db
    this.#disk = disk
    this.#onStored = onStored
  }

  append(rollout: RolloutId, expectedSeq: number, events: readonly RecordedEvent[]): void {
    this.#write(() => this.#append(rollout, expectedSeq, events), { rollout, seq: expectedSeq + events.length })
  }

  appendAll(entries: readonly RolloutAppend[]): void {
    const last = entries.at(-1)
    if (!last) return
    const write = () =>
      inTransaction(this.#db, () => {
        for (const { rollout, expectedSeq, events } of entries) this.#append(rollout, expectedSeq, events)
      })
    this.#write(write, { rollout: last.rollout, seq: last.expectedSeq + last.events.length })
  }

  #write(write: () => void, last: Place): void {
    if (this.#disk) this.#disk.quickly(write)
    else write()
    this.#last = last
    if (!this.#disk) this.#tellStored(last)
  }

  onDisk(): Promise<void> | undefined {
    const last = this.#last
    return this.#disk?.flush().then(() => this.#tellStored(last))
  }

  #tellStored(last: Place | undefined): void {
    if (last) this.#onStored(last.rollout, last.seq)
  }

  #append(rollout: RolloutId, expectedSeq: number, events: readonly RecordedEvent[]): void {
    const settings = this.#settingsOf(rollout, events)
    const isOver = events.some(({ event }) => event.kind === 'rollout-finished')
    recordRollout(this.#db, {
      rollout,
      expectedSeq,
      events: events.map(({ event, atMs, actor }) => {
        const { kind, ...payload } = event
        return { at: atMs, actor, kind, payload }
      }),
      ...derive(settings, events),
    })
    // The settings of 1,000 hosts take a megabyte, and a console runs for months.
    if (isOver) this.#settings.delete(rollout)
  }

  read(rollout: RolloutId, fromSeq?: number, toSeq?: number): RecordedEvent[] {
    return readJournal(this.#db, rollout, fromSeq, toSeq).map(toRecorded)
  }

  #settingsOf(rollout: RolloutId, events: readonly RecordedEvent[]): RolloutSettings {
    const first = events[0]?.event
    const settings =
      this.#settings.get(rollout) ?? (first?.kind === 'rollout-created' ? first.settings : this.#readSettings(rollout))
    this.#settings.set(rollout, settings)
    return settings
  }

  #readSettings(rollout: RolloutId): RolloutSettings {
    const [created] = readJournal(this.#db, rollout, 1, 1).map(toRecorded)
    if (!created) throw new AppError('rollout.unknown', { details: { rollout } })
    invariant(created.event.kind === 'rollout-created', 'a journal starts with rollout-created')
    return created.event.settings
  }
}

const toRecorded = ({ at, actor, kind, payload }: JournalRow): RecordedEvent => ({
  // written by this program from this very type; `lastmile verify` finds whoever changed it since
  event: { kind, ...payload } as unknown as RolloutEvent,
  atMs: at,
  actor,
})

type Derived = Pick<RolloutRecord, 'debts' | 'index' | 'hostStates' | 'releaseBlock'>

/** What a decision's events change beside the journal. Pure. */
function derive(settings: RolloutSettings, events: readonly RecordedEvent[]): Derived {
  const { app, environment, rollout, version } = settings
  const recorded: NonNullable<RolloutRecord['debts']>['recorded'][number][] = []
  const settled: NonNullable<RolloutRecord['debts']>['settled'][number][] = []
  const hostStates: HostObservation[] = []
  let rest: Derived = {}
  const see = (host: HostName, atMs: number, seen: Partial<HostObservation>) =>
    hostStates.push({ app, environment, host, health: 'unknown', observedAtMs: atMs, ...seen })
  for (const { event, atMs, actor } of events) {
    switch (event.kind) {
      case 'rollout-created':
        rest = { ...rest, index: { kind: 'insert', row: indexRow(settings, atMs) } }
        break
      case 'rollout-finished':
        rest = { ...rest, index: { kind: 'finish', result: event.result, finishedAtMs: atMs } }
        break
      case 'release-blocked':
        rest = { ...rest, releaseBlock: { app, version, by: actor, atMs, reason: event.reason } }
        break
      case 'debt-recorded': {
        const { debt: id, host, debtKind: kind, expiresAtMs } = event
        recorded.push({ id, app, environment, host, kind, rollout, recordedAtMs: atMs, expiresAtMs })
        break
      }
      case 'debt-settled':
        settled.push({ id: event.debt, atMs, by: actor, how: event.how })
        break
      case 'host-finished':
      case 'host-skipped': {
        const { host, version: runs } = event
        const seen = {
          version: runs,
          digest: digestOf(settings, host, runs),
          health: 'healthy',
          isServing: true,
        } as const
        see(host, atMs, seen)
        break
      }
      case 'host-failed':
        // before the new version was switched on, nothing was learnt about the host
        if (stepIndex(event.step) >= stepIndex('restart')) see(event.host, atMs, { health: 'unhealthy' })
        break
      default:
        break
    }
  }
  return { ...rest, hostStates, debts: { recorded, settled } }
}

function digestOf({ hosts }: RolloutSettings, host: HostName, version: string): string | undefined {
  const target = hosts.find(({ name }) => name === host)?.target
  return target?.version === version ? target.digest : undefined
}

const indexRow = (settings: RolloutSettings, createdAtMs: number) => {
  const { rollout, app, environment, version, type, startedBy, rollsBack } = settings
  return { id: rollout, app, environment, version, kind: type, startedBy, createdAtMs, rollsBack }
}
