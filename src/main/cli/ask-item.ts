import { waitingGate } from '../../shared/domain/rollout-state'
import type { ChecklistItem } from '../../shared/domain/checklist'
import type { Visit } from './gate-visit'

type AskedItem = Extract<ChecklistItem, { kind: 'tick' | 'value' }>

/**
 * Ask for one tick or value and record it, unless it is answered already. A tick that is not made stays open.
 * @returns false when the person left or the gate is no longer theirs to answer
 */
export async function askAnswer(visit: Visit, item: AskedItem, given: string | undefined): Promise<boolean> {
  const { client, feed, by, signal } = visit
  const gate = waitingGate(feed.state)
  if (signal.aborted) return false
  if (gate?.answers[item.id] || gate?.waivers[item.id]) return true
  const answer = given ?? (item.kind === 'tick' ? await askTick(visit, item) : await askValue(visit, item))
  if (answer === undefined) return false
  if (answer === false || answer === '') return true
  const isTick = item.kind === 'tick'
  await client.request('rollout:answer', {
    rollout: feed.rollout,
    item: item.id,
    answer: isTick ? true : `${answer}`,
    by,
    gate: visit.gate,
  })
  return true
}

const askTick = ({ cli, signal }: Visit, { ask }: AskedItem) =>
  cli.questions.confirm(`${ask}?`.replace(/\?\?$/, '?'), { signal })

function askValue({ cli, signal }: Visit, item: AskedItem): Promise<string | undefined> {
  const pattern = item.kind === 'value' ? (item.pattern ?? String.raw`\S`) : String.raw`\S`
  const check = (text: string) => {
    if (!item.blocking && text === '') return undefined
    return new RegExp(pattern).test(text) ? undefined : `It must match ${pattern}.`
  }
  return cli.questions.input(`${item.ask}:`, { signal, check })
}

/** Ask for a reason; undefined when the person thinks better of it. */
export async function askReason({ cli, signal }: Visit, question: string): Promise<string | undefined> {
  const check = (text: string) => (text.trim() === '' ? 'A reason is needed.' : undefined)
  return cli.questions.input(question, { signal, check })
}
