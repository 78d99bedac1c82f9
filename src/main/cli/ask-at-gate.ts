import { isAutomatic } from '../../shared/domain/checklist'
import { describeGate } from '../../shared/domain/gate'
import { waitingGate, type RolloutState } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import { signed, type Attendance, type AtGate } from './attend-gate'
import { askAnswer, askReason } from './ask-item'
import { endOf, isAtRest, isChecked } from './follow-end'
import { itemsOf, type Visit } from './gate-visit'
import { signingChoices, type SigningChoice } from './signing-choices'
import type { GivenAnswers } from './sign-gate'
import { printLines } from './verb'
import { checklistLines } from './views/checklist-lines'

/** Show the checklist of the gate that waits, ask for what it needs, and sign it if the person wants to. */
export async function askAtGate(at: AtGate, { by, answers }: GivenAnswers): Promise<Attendance> {
  const gate = waitingGate(at.feed.state)?.id
  if (gate === undefined) return { kind: 'go-on' }
  // the checks show on the live view while they run
  await at.feed.until((state) => waitingGate(state)?.id !== gate || isChecked(state), at.signal)
  if (waitingGate(at.feed.state)?.id !== gate) return { kind: 'go-on' }
  const gone = new AbortController()
  const signal = AbortSignal.any([gone.signal, at.signal])
  const isGone = (state: RolloutState) =>
    !isAtRest(state) || state.brake !== undefined || waitingGate(state)?.id !== gate
  at.feed.until(isGone, signal).then(
    () => gone.abort(),
    () => gone.abort(),
  )
  at.printer.pause()
  try {
    return await attend({ ...at, gate, by, signal }, answers)
  } finally {
    gone.abort()
    at.printer.resume()
  }
}

async function attend(visit: Visit, given: ReadonlyMap<string, string>): Promise<Attendance> {
  showChecklist(visit)
  const notBy = refusedStarter(visit)
  if (notBy !== undefined) return { kind: 'stop', end: endOf(visit.feed.state, visit.cli.nowMs(), notBy) }
  if (!(await askItems(visit, given))) return leave(visit)
  for (;;) {
    if (visit.signal.aborted) return { kind: 'go-on' }
    const choice = await visit.cli.questions.choose('What now?', signingChoices(visit), { signal: visit.signal })
    const attendance = await act(visit, choice)
    if (attendance) return attendance
    showChecklist(visit)
  }
}

/** Ask for every tick and value in turn; false when the person left. */
async function askItems(visit: Visit, given: ReadonlyMap<string, string>): Promise<boolean> {
  for (const item of itemsOf(visit)) {
    if (isAutomatic(item)) continue
    try {
      if (!(await askAnswer(visit, item, given.get(item.id)))) return false
    } catch (error) {
      await explain(visit, error)
    }
  }
  await visit.feed.catchUp()
  return true
}

/** A refusal is told and the gate asked about again; anything else is not for here. */
async function explain({ cli, feed }: Visit, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) throw error
  printLines(cli, [cli.stdout.colors.red(error.message)])
  await feed.catchUp()
}

/** Do what was chosen; undefined when the gate still waits and the question comes again. */
async function act(visit: Visit, choice: SigningChoice | undefined): Promise<Attendance | undefined> {
  const { client, feed, by, gate } = visit
  const { rollout } = feed
  try {
    switch (choice?.kind) {
      case undefined:
      case 'later':
        return leave(visit)
      case 'sign': {
        const { seq } = await client.request('rollout:sign', { rollout, by, gate })
        if (feed.seq < seq) await feed.catchUp()
        return signed(visit, visit.gate)
      }
      case 'answer':
        await askAnswer(visit, choice.item, undefined)
        break
      case 'waive': {
        const reason = await askReason(visit, `Why may the gate open although "${choice.item.ask}" does not hold?`)
        if (reason !== undefined)
          await client.request('rollout:waive', { rollout, item: choice.item.id, reason, by, gate })
        break
      }
      case 'revoke': {
        const reason = await askReason(visit, 'Why is it revoked?')
        if (reason === undefined) break
        await client.request('rollout:revoke', { rollout, by, reason })
        await feed.catchUp()
        return { kind: 'go-on' }
      }
      case 'roll-back': {
        const reason = await askReason(visit, 'Why is it rolled back?')
        if (reason === undefined) break
        const next = await client.request('rollout:rollback', { rollout, by, reason })
        return { kind: 'follow-other', rollout: next.rollout }
      }
    }
  } catch (error) {
    await explain(visit, error)
  }
  await feed.catchUp()
  return undefined
}

/** Somebody else dealt with the gate, or the person does not want to now. */
const leave = ({ signal, feed, cli }: Visit): Attendance =>
  signal.aborted ? { kind: 'go-on' } : { kind: 'stop', end: endOf(feed.state, cli.nowMs()) }

function showChecklist({ cli, feed }: Visit): void {
  const gate = waitingGate(feed.state)
  if (!gate) return
  const { colors } = cli.stdout
  printLines(cli, ['', colors.bold(`Gate ${describeGate(gate.id)}`), ...checklistLines(feed.state, gate, colors), ''])
}

/** Why this person cannot sign here whatever the checklist says; undefined when they can. */
function refusedStarter({ feed, by, gate }: Visit): string | undefined {
  const { type, strategy, startedBy } = feed.state.settings
  if (type === 'rollback' || strategy.signOff.notBy !== 'starter' || startedBy !== by) return undefined
  return new AppError('gate.not-by-starter', { details: { by, gate: describeGate(gate) } }).message
}
