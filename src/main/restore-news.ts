import type { RolloutId } from '../shared/domain/ids'
import { AppError } from '../shared/errors/app-error'
import type { Restore } from './db/restored'
import type { RolloutBook } from './ports/rollouts'
import type { TroubleBook } from './ports/troubles'

type Parts = {
  readonly restore: Restore | undefined
  readonly book: Pick<RolloutBook, 'list'>
  readonly troubles: TroubleBook
  /** Rollouts and shells of which output is kept, which is another file than the journal. */
  readonly listLogged: () => Promise<readonly string[]>
  readonly isKnown: (id: string) => boolean
  readonly nowMs: () => number
}

/** What the journal does not know never comes back; after a week whoever could look has looked. */
const unknownForMs = 7 * 24 * 3_600_000

/**
 * Tells people that the journal was put back from a copy: which rollouts may lag behind their hosts, and which it does not
 * know although there is a trace of them. Over once all that was in progress then has ended, and for the others after a week.
 */
export class RestoreNews {
  readonly #parts: Parts
  #unknown: readonly string[] = []

  constructor(parts: Parts) {
    this.#parts = parts
    if (!parts.restore) return
    const { missing } = parts.restore
    this.#unknown = missing !== undefined && !parts.isKnown(missing) ? [missing] : []
    this.tell()
    void this.#findUnknown()
  }

  /** The journal of this rollout may lag behind its hosts. */
  isBehind(rollout: RolloutId): boolean {
    return this.#parts.restore?.open.includes(rollout) ?? false
  }

  /** Say what is left to look at, or that nothing is. */
  tell(): void {
    const { restore, troubles } = this.#parts
    if (!restore) return
    const open = this.#listBehind()
    const { noticedAtMs, lastEventAtMs } = restore
    const unknown = this.#parts.nowMs() - noticedAtMs < unknownForMs ? this.#unknown : []
    if (open.length === 0 && unknown.length === 0) return troubles.clear('restored')
    const details = {
      at: new Date(noticedAtMs).toISOString(),
      lastEvent: lastEventAtMs === undefined ? '–' : new Date(lastEventAtMs).toISOString(),
      open: open.join(', ') || '–',
      unknown: unknown.join(', ') || '–',
    }
    troubles.report('restored', new AppError('data.restored', { details }))
  }

  #listBehind(): RolloutId[] {
    const open = this.#parts.book.list({ isOpen: true }).map(({ rollout }) => rollout)
    return open.filter((rollout) => this.isBehind(rollout))
  }

  async #findUnknown(): Promise<void> {
    const { listLogged, isKnown } = this.#parts
    // without the logs it is only known what the journal says
    const logged = await listLogged().catch(() => [])
    this.#unknown = [...new Set([...this.#unknown, ...logged.filter((id) => !isKnown(id))])]
    this.tell()
  }
}
