import { waitingGate, type GateState, type RolloutState } from '../../../shared/domain/rollout-state'
import type { RolloutEvent } from '../../../shared/domain/rollout-event'
import { formatDuration, formatDurationSpec } from '../../../shared/util/duration'
import type { WireJournalRow } from '../../../shared/ipc/contract'
import type { LoadReport } from '../../demo/load-tally'
import type { Stage } from '../../demo/stage'
import type { Cli } from '../cli'
import { oneLine } from '../views/progress-line'
import { batchBlock } from './batch-block'
import { batchTitle, canaryWords, firstBatchWords, planBlock, soakWords } from './batch-words'
import type { DemoScreen } from './demo-screen'
import { gateBlock } from './gate-block'
import { liveBlock } from './live-block'
import { RequestMeter } from './request-meter'

/** Tells a rollout as it happens, to somebody who sees one for the first time. */
export class DemoTeller {
  readonly #cli: Cli
  readonly #screen: DemoScreen
  readonly #stage: Stage
  readonly #meter = new RequestMeter()
  readonly #toldWhys = new Set<string>()
  #batchLoad: LoadReport | undefined
  #state: RolloutState | undefined

  constructor(cli: Cli, screen: DemoScreen, stage: Stage) {
    this.#cli = cli
    this.#screen = screen
    this.#stage = stage
  }

  /** Take in a journal row; what changes all the time is shown below the lines that stay. */
  row({ kind, payload, at }: WireJournalRow, after: RolloutState): void {
    this.#state = after
    this.#tell({ kind, ...payload } as RolloutEvent, after, at)
    this.#screen.live(() => this.#liveLines())
  }

  /** The rollout stands still: nothing to show below any more. A batch that was broken off is told so far as it came. */
  atRest(state: RolloutState): void {
    this.#screen.live(undefined)
    const station = state.stations[state.position]
    if (state.brake && station?.kind === 'batch') this.say(batchBlock(state, station.batch, this.#colors))
  }

  /** The gate that waits stays shut. */
  shut(state: RolloutState, reason: string): void {
    this.atRest(state)
    const gate = waitingGate(state)
    if (gate) this.#tellGate(state, gate)
    this.say([this.#colors.yellow(`  ${oneLine(reason)}`)])
  }

  say(lines: readonly string[]): void {
    this.#screen.print(lines)
  }

  get #colors() {
    return this.#cli.stdout.colors
  }

  #tell(event: RolloutEvent, after: RolloutState, atMs: number): void {
    const { bold, dim, red, yellow } = this.#colors
    switch (event.kind) {
      case 'rollout-created':
        return this.say(planBlock(event.settings, this.#colors))
      case 'gate-signed': {
        const gate = after.gates[event.gate]
        return gate ? this.#tellGate(after, gate) : undefined
      }
      case 'batch-started': {
        this.#batchLoad = this.#stage.load.report()
        const words = event.batch === 0 ? canaryWords : event.batch === 1 ? firstBatchWords : undefined
        const isTold = words !== undefined && after.settings.type === 'release'
        return this.say(['', bold(batchTitle(after, event.batch)), ...(isTold ? [dim(`  ${words}`)] : [])])
      }
      case 'batch-finished':
        return this.say([...batchBlock(after, event.batch, this.#colors), this.#batchEnd(after, event.batch, atMs)])
      case 'soak-started':
        return this.say(['', `${bold('Soak')} ${formatDurationSpec(event.untilMs - atMs)}`, dim(`  ${soakWords}`)])
      case 'host-failed':
        return this.say([red(`  ✗ ${event.host} failed at ${event.step}: ${oneLine(event.reason)}`)])
      case 'host-finished': {
        // without this step it serves the new version all the same, but the end of its silence is owed to it
        const { state, reason = '' } = after.hosts[event.host]?.steps.unmute ?? {}
        return state === 'failed' ? this.say([yellow(`  ! ${event.host} stays muted: ${oneLine(reason)}`)]) : undefined
      }
      case 'host-returned':
        return this.say([yellow(`  ↩ ${event.host} was put back: ${oneLine(event.reason)}`)])
      case 'brake-pulled':
        return this.say([yellow(`  ■ The console pulls the brake by itself: ${oneLine(event.reason)}`)])
      default:
    }
  }

  #tellGate(state: RolloutState, gate: GateState): void {
    this.say(gateBlock(state, gate, { colors: this.#colors, toldWhys: this.#toldWhys }))
  }

  /** How long a batch took, and what the customers had of it. */
  #batchEnd(state: RolloutState, batch: number, atMs: number): string {
    const { green, red, dim } = this.#colors
    const { servedCount, failedCount } = this.#stage.load.report()
    const served = servedCount - (this.#batchLoad?.servedCount ?? 0)
    const failed = failedCount - (this.#batchLoad?.failedCount ?? 0)
    const took = formatDuration(atMs - (state.batches[batch]?.startedAtMs ?? atMs))
    const capacity = `fewest in traffic so far ${this.#stage.fleet.traffic.fewestServing()}, floor ${state.settings.plan.floor}`
    const requests = `${served} requests answered meanwhile, ${failed} failed`
    return `  ${green('✓')} done in ${took}${dim(` · ${capacity} · `)}${failed > 0 ? red(requests) : dim(requests)}`
  }

  #liveLines(): readonly string[] {
    if (!this.#state) return []
    const nowMs = this.#cli.nowMs()
    const report = this.#stage.load.report()
    return liveBlock(this.#state, {
      nowMs,
      columns: this.#cli.stdout.columns,
      colors: this.#colors,
      inTraffic: this.#stage.fleet.traffic.serving().length,
      ratePerSecond: this.#meter.rate(report, nowMs),
      failed: report.failedCount,
      served: report.servedCount,
    })
  }
}
