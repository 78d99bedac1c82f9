import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openConsole, type Console } from '../../../src/main/console'
import { openDb } from '../../../src/main/db/open'
import { SqliteRolloutStore } from '../../../src/main/db/rollout-store'
import { openWebServer, type WebServer } from '../../../src/main/web/web-server'
import { LogArchive } from '../../../src/main/logs/log-archive'
import type { ConsoleTerminals } from '../../../src/main/terminals/console-terminals'
import { asRolloutId } from '../../../src/shared/domain/ids'
import type { Handlers } from '../../../src/shared/ipc/contract'
import type { RecordedEvent } from '../../../src/shared/domain/rollout-evolve'
import { toWrittenSpec } from '../../../src/shared/domain/app-spec'
import { specFixture } from '../../helpers/rollout-fixture'
import { wholeRollout } from './whole-rollout'
import { allSteps } from '../../helpers/rollout-steps'
import { paneTerminals } from './pane-terminals'

export const hosts = 1_000
/** Of a rollout at full speed: a hundred hosts with nine steps make some 250 events a second here. */
export const eventsPerSecond = 400

/**
 * The real console behind its real web door, with a rollout over a thousand hosts whose events come from the state machine
 * itself, at a rate of our choosing instead of from hosts.
 */
export class PageStage {
  readonly rollout = asRolloutId('bench')
  readonly #folder: string
  readonly #console: Console
  readonly #store: SqliteRolloutStore
  readonly #closeStore: () => void
  readonly #events: readonly RecordedEvent[]
  readonly #web: WebServer
  readonly logs: LogArchive
  readonly #terminals: ConsoleTerminals
  #told = 0

  private constructor(parts: {
    readonly folder: string
    readonly console: Console
    readonly web: WebServer
    readonly events: readonly RecordedEvent[]
    readonly logs: LogArchive
    readonly terminals: ConsoleTerminals
  }) {
    this.#folder = parts.folder
    this.#console = parts.console
    this.#web = parts.web
    this.#events = parts.events
    this.logs = parts.logs
    this.#terminals = parts.terminals
    const db = openDb(join(parts.folder, 'lastmile.db'), { backupsDir: join(parts.folder, 'backups') })
    this.#store = new SqliteRolloutStore(db)
    this.#closeStore = () => db.close()
  }

  static async open(): Promise<PageStage> {
    const folder = mkdtempSync(join(tmpdir(), 'lastmile-page-bench-'))
    mkdirSync(join(folder, 'backups'))
    const console = openConsole({
      folder,
      database: join(folder, 'lastmile.db'),
      logs: join(folder, 'logs.db'),
      backups: join(folder, 'backups'),
    })
    const logs = new LogArchive(join(folder, 'bench-logs.db'))
    const terminals = paneTerminals(logs)
    const web = await openWebServer(
      { handlers: withoutEngine(console.handlers), pushes: console.pushes, terminals },
      {
        address: '127.0.0.1',
        port: 0,
        pageFolder: fileURLToPath(new URL('../../../out/renderer', import.meta.url)),
        sessionsFile: join(folder, 'sessions.json'),
        logFile: join(folder, 'web.log'),
      },
    )
    const stage = new PageStage({ folder, console, web, events: wholeRollout('bench', hosts), logs, terminals })
    await console.handlers['spec:save']({
      spec: toWrittenSpec(specFixture({ hosts, lifecycle: allSteps })),
      preview: false,
    })
    stage.tell(1)
    return stage
  }

  get link(): string {
    return this.#web.makeLink()
  }

  get left(): number {
    return this.#events.length - this.#told
  }

  /** Store the next events of the rollout and tell the pages, as the engine does. */
  tell(count: number): void {
    const atMs = Date.now()
    const events = this.#events.slice(this.#told, this.#told + count).map((event) => ({ ...event, atMs }))
    this.#store.append(this.rollout, this.#told, events)
    const rows = events.map(({ event: { kind, ...payload }, actor }, index) => ({
      rollout: this.rollout,
      seq: this.#told + index + 1,
      at: atMs,
      actor,
      kind,
      payload: { ...payload },
    }))
    this.#told += events.length
    this.#console.pushes.addRows(this.rollout, rows)
  }

  async close(): Promise<void> {
    await this.#web.close()
    this.#terminals.dispose()
    await this.logs.dispose()
    this.#closeStore()
    await this.#console.dispose()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/**
 * The page asks for the rollout to be taken up, but its events come from here. And the board is told once: without a runner
 * that has the state in memory, every look at it would fold the whole journal.
 */
function withoutEngine(handlers: Handlers): Handlers {
  let board: ReturnType<Handlers['board:show']> | undefined
  return {
    ...handlers,
    'rollout:attach': handlers['rollout:find'],
    'board:show': (input) => (board ??= handlers['board:show'](input)),
  }
}
