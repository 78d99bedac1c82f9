import { AppError } from '../../shared/errors/app-error'
import { waitingGate } from '../../shared/domain/rollout-state'
import type { ConsoleClient } from '../ipc/console-client'
import type { AtGate, GateAttendant } from './attend-gate'
import type { Cli } from './cli'
import { exitCodeOf, type ExitCode } from './exit-code'
import { endOf, isAtRest, type FollowEnd } from './follow-end'
import { listenForInterrupts } from './interrupts'
import { JournalFeed } from './journal-feed'
import { terminalPrompter } from './terminal-prompter'
import { closeClient } from './verb'
import { openPrinter } from './views/open-printer'
import { tellAwake } from './tell-awake'
import { tellTroubles } from './tell-troubles'
import type { RolloutPrinter } from './views/rollout-printer'

/** Consoles that end one after the other are a fault of another kind. */
const mostTakeovers = 3
/** A push that was lost, or a console that went away, is noticed after this long. */
const heartbeatMs = 2_000

export type FollowOptions = {
  readonly rollout: string
  readonly by: string
  readonly isJson: boolean
  /** Rows up to this one are known to the reader; 0 shows all. */
  readonly afterSeq: number
  readonly attend: GateAttendant
  /** The data folder when one was given, for the commands that lead on. */
  readonly dataFolder?: string | undefined
  /** How often the console that was followed has ended so far. */
  readonly takeovers?: number
}

/**
 * Follow a rollout until it is over, needs a person, or the person lets go; returns the exit code. Where that person rolls
 * it back, the new rollout is followed.
 * @throws AppError when the console refuses a signature that was asked for, or cannot be reached any more
 */
export async function follow(cli: Cli, client: ConsoleClient, options: FollowOptions): Promise<ExitCode> {
  const told = { seq: options.afterSeq }
  try {
    const ended = await followOne(cli, client, options, told)
    if (typeof ended === 'string') return await follow(cli, client, { ...options, rollout: ended, afterSeq: 0 })
    return exitCodeOf(ended.result)
  } catch (error) {
    const isGone = error instanceof AppError && error.code === 'console.connection-lost'
    if (!isGone || client.isOwner || (options.takeovers ?? 0) >= mostTakeovers) throw error
    return followElsewhere(cli, { ...options, afterSeq: told.seq, takeovers: (options.takeovers ?? 0) + 1 })
  }
}

/** The console that ran it has ended, as one of another terminal does: go on with the next one, or become it. */
async function followElsewhere(cli: Cli, options: FollowOptions): Promise<ExitCode> {
  const { rollout, dataFolder } = options
  const client = await cli.openClient({ dataFolder, prompter: terminalPrompter(cli.questions, cli.canAsk) })
  try {
    await client.request('rollout:attach', { rollout })
    return await follow(cli, client, options)
  } finally {
    await closeClient(cli, client)
  }
}

/** How it ended, or the id of the rollout that is to be followed instead. */
async function followOne(
  cli: Cli,
  client: ConsoleClient,
  options: FollowOptions,
  told: { seq: number },
): Promise<FollowEnd | string> {
  const dataOption = options.dataFolder === undefined ? '' : ` --data ${quoteWord(options.dataFolder)}`
  const printer = await openPrinter(cli, options.isJson, { isOwner: client.isOwner, dataOption })
  const feed = new JournalFeed(client, options.rollout, (row, after) => {
    if (row.seq > options.afterSeq) printer.row(row, after)
    told.seq = Math.max(told.seq, row.seq)
  })
  const detached = new AbortController()
  const stops = [
    () => feed.close(),
    tellTroubles(client, (sentence) => printer.say(sentence)),
    cli.every(heartbeatMs, () => void feed.catchUp().catch((error: unknown) => feed.fail(error))),
    listenForInterrupts(cli, {
      onBrake: () => void brake(client, options, printer),
      onDetach: () => detached.abort(),
    }),
  ]
  try {
    await feed.open()
    printer.ready(feed.state, await expectedMs(cli, client, options))
    if (cli.isInteractive && !options.isJson) tellAwake(client, (sentence) => printer.say(sentence))
    const next = await followToRest({ cli, client, feed, printer, signal: detached.signal }, options.attend)
    printer.end(typeof next === 'string' ? endOf(feed.state, cli.nowMs()) : next, feed.state)
    return next
  } finally {
    printer.close()
    for (const stop of stops) stop()
  }
}

async function followToRest(at: AtGate, attend: GateAttendant): Promise<FollowEnd | string> {
  const { feed, cli, signal } = at
  for (;;) {
    await feed.until(isAtRest, signal)
    const { state } = feed
    if (signal.aborted && state.result === undefined) {
      return { result: 'detached', rollout: feed.rollout }
    }
    if (state.result !== undefined || state.brake !== undefined || !waitingGate(state)) return endOf(state, cli.nowMs())
    const attendance = await attend(at)
    if (attendance.kind === 'stop') return attendance.end
    if (attendance.kind === 'follow-other') return attendance.rollout
  }
}

async function brake(client: ConsoleClient, { rollout, by }: FollowOptions, printer: RolloutPrinter): Promise<void> {
  printer.say('Braking: hosts under way come to rest. Ctrl-C again detaches at once.')
  try {
    await client.request('rollout:brake', { rollout, by, reason: `Ctrl-C by ${by}` })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    printer.say(error.message)
  }
}

/** What such a rollout takes, judged by the last one; only asked where it is shown. */
async function expectedMs(
  cli: Cli,
  client: ConsoleClient,
  { rollout, isJson }: FollowOptions,
): Promise<number | undefined> {
  if (isJson || !cli.isInteractive) return undefined
  const shown = await client.request('rollout:show', { rollout })
  return typeof shown['expectedMs'] === 'number' ? shown['expectedMs'] : undefined
}

/** A word as a shell takes it. Pure. */
const quoteWord = (text: string): string =>
  /^[\w./~:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
