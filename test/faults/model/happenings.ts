import fc from 'fast-check'
import { openDebts, waitingGate } from '../../../src/shared/domain/rollout-state'
import { must } from './broken'
import type { Model } from './model'
import type { ModelConsole } from './model-console'
import { fillGate, people, recordCheck, releaseNext, rollBack, settleByHand } from './people'
import { passTime } from './way-out'
import { endings } from './world'
import { assertRest, assertWorld } from './world-invariants'

/** What may happen at any instant, and how often compared with the others. */
const weights = {
  /** Several things go well, in some order. */
  flow: 16,
  begin: 3,
  end: 4,
  report: 3,
  'report-together': 1,
  'report-twice': 1,
  'fail-to-reach': 1,
  'lose-touch': 1,
  'traffic-down': 1,
  sign: 9,
  fill: 5,
  answer: 1,
  waive: 1,
  check: 1,
  recheck: 1,
  brake: 2,
  resume: 3,
  retry: 3,
  exclude: 1,
  revoke: 0.15,
  'roll-back': 0.4,
  'release-next': 2,
  settle: 6,
  'settle-and-crash': 2,
  'lose-touch-settling': 1,
  'settle-by-hand': 0.2,
  stumble: 0.5,
  time: 4,
  'clock-jump': 1,
  'lose-lock': 0.3,
  'take-lock': 1,
  crash: 2,
} as const
export type Kind = keyof typeof weights
/** The number chooses among what there is: hosts, steps, people, endings. */
export type Happening = readonly [Kind, number]

/** Twenty per unit of weight are enough to tell 0.15 from 0.2. */
const resolution = 20
const kinds = Object.entries(weights).flatMap(([kind, weight]) =>
  Array.from({ length: Math.round(weight * resolution) }, () => kind as Kind),
)
export const happening: fc.Arbitrary<Happening> = fc.tuple(fc.constantFrom(...kinds), fc.nat(9_999))

/** Let one thing happen. @throws Broken */
export function happen(model: Model, console: ModelConsole, [kind, pick]: Happening): void {
  if (isAboutSteps(kind)) aboutSteps(model, console, kind, pick)
  else if (!isHeldBack(console, kind)) aboutPeople(model, console, kind, pick)
  assertWorld(model)
  assertRest(model, model.current)
}

const stepKinds = [
  'flow',
  'begin',
  'end',
  'report',
  'report-together',
  'report-twice',
  'fail-to-reach',
  'lose-touch',
  'lose-touch-settling',
  'traffic-down',
  'stumble',
  'time',
  'clock-jump',
  'lose-lock',
  'take-lock',
  'crash',
] as const
type StepKind = (typeof stepKinds)[number]
const isAboutSteps = (kind: Kind): kind is StepKind => (stepKinds as readonly Kind[]).includes(kind)

/** While a debt is being settled, nobody goes on with its cluster. */
const isHeldBack = ({ settling }: ModelConsole, kind: Kind): boolean =>
  settling.isUnderWay && ['sign', 'resume', 'retry', 'roll-back', 'release-next'].includes(kind)

const choose = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)]

function aboutSteps(model: Model, console: ModelConsole, kind: StepKind, pick: number): void {
  const { world } = model
  switch (kind) {
    case 'flow':
      return flow(model, console, pick)
    case 'lose-touch':
      return console.loseTouch(pick)
    case 'begin':
    case 'fail-to-reach':
    case 'traffic-down': {
      const due = choose(console.due(), pick)
      if (!due) return
      return kind === 'fail-to-reach' ? console.failToReach(due) : console.begin(due, kind === 'begin')
    }
    case 'end': {
      const attempt = choose([...world.running], pick)
      return attempt && world.end(attempt, choose(endings, pick >> 3)!, (pick & 1) === 1)
    }
    case 'lose-touch-settling':
      return console.settling.loseTouch()
    case 'report': {
      if (console.settling.isReady && (pick & 1) === 1) return console.settling.goOn()
      const ended = choose(console.ended(), pick)
      return ended && void console.reportEnd(ended)
    }
    case 'report-together':
      for (const ended of console.ended()) console.reportEnd(ended)
      return console.settling.goOn()
    case 'report-twice':
      return reportTwice(model, console, pick)
    case 'stumble':
      // where nobody asks who serves, a console cannot know of it
      return model.scenario.looks ? world.stumble(choose([...world.hosts.values()], pick)!) : undefined
    case 'time':
      return passTime(model)
    case 'clock-jump':
      model.nowMs = Math.max(1_000, model.nowMs + (pick - 5_000) * 10_000)
      return
    case 'lose-lock':
      return void model.tell(model.current, { kind, lock: 'ours', reason: 'made up' })
    case 'take-lock':
      return void model.tell(model.current, { kind, lock: 'ours' })
    case 'crash':
      return console.crash()
  }
}

/** Small right things, one after the other, in an order that the number chooses. */
function flow(model: Model, console: ModelConsole, pick: number): void {
  const { world } = model
  for (let left = 1 + (pick % 12), seed = pick; left > 0; left -= 1, seed = (seed * 31 + 7) % 9_973) {
    const ended = console.ended()
    const running = [...world.running]
    const due = console.due()
    const { settling } = console
    const choices = ended.length + running.length + due.length
    const choice = seed % Math.max(1, choices + (settling.isReady ? 1 : 0))
    if (choice === choices) settling.goOn()
    else if (choice < ended.length) console.reportEnd(ended[choice]!)
    else if (choice < ended.length + running.length) world.end(running[choice - ended.length]!, 'ok', true)
    else console.begin(due[choice - ended.length - running.length]!)
  }
}

/** What was reported already comes once more, late: it must change nothing. */
function reportTwice(model: Model, console: ModelConsole, pick: number): void {
  const { rollout } = model.current.settings
  const old = [...model.world.attempts.values()].filter((attempt) => {
    const running = model.current.ledger.running.get(attempt.host)
    const isAwaited = running?.step === attempt.step && running.attempt === attempt.number
    return attempt.rollout === rollout && attempt.label === undefined && attempt.result !== undefined && !isAwaited
  })
  const attempt = choose(old, pick)
  if (!attempt) return
  const told = console.reportEnd(attempt)
  must(
    told.length === 0,
    'no attempt runs twice',
    () => `a second report of ${attempt.key} gives ${JSON.stringify(told)}`,
  )
}

function aboutPeople(model: Model, console: ModelConsole, kind: Exclude<Kind, StepKind>, pick: number): void {
  const { current } = model
  const by = choose(people, pick)!
  switch (kind) {
    case 'fill':
      return fillGate(model, by)
    case 'sign': {
      const gate = waitingGate(current.state)?.id
      if ((pick & 3) === 0) fillGate(model, by)
      return void model.tell(current, { kind: 'sign', facts: {}, ...(gate && pick % 7 ? { gate } : {}) }, by)
    }
    case 'answer':
    case 'waive':
    case 'check':
    case 'recheck':
      return aboutItem(model, kind, by, pick)
    case 'brake':
      return void model.tell(current, { kind: 'brake', cause: 'hand', reason: 'made up' }, by)
    case 'resume':
    case 'retry':
      return void model.tell(current, { kind }, by)
    case 'exclude': {
      const host = choose(Object.values(current.state.hosts), pick)!.name
      return void model.tell(current, { kind, host, reason: pick % 5 ? 'made up' : ' ' }, by)
    }
    case 'revoke':
      return void model.tell(current, { kind, reason: pick % 5 ? 'made up' : '' }, by)
    case 'roll-back':
      return void rollBack(model)
    case 'release-next':
      return void releaseNext(model)
    case 'settle':
    case 'settle-and-crash':
    case 'settle-by-hand':
      return aboutDebts(model, console, kind, pick)
  }
}

function aboutDebts(model: Model, console: ModelConsole, kind: Kind, pick: number): void {
  const open = model.rollouts.flatMap((rollout) => openDebts(rollout.state).map((debt) => ({ rollout, debt })))
  if (kind === 'settle-by-hand') {
    const found = choose(open, pick)
    return found && settleByHand(model, found.rollout, found.debt)
  }
  const mayBegin = open.filter(({ debt }) => console.settling.mayBegin(debt))
  const found = choose(mayBegin, pick)
  if (!found) return
  console.settling.begin(found.rollout, found.debt, pick % 8 > 0)
  if (kind === 'settle-and-crash') console.crash()
}

function aboutItem(model: Model, kind: 'answer' | 'waive' | 'check' | 'recheck', by: string, pick: number): void {
  const { current } = model
  const item = choose(['told', 'ticket', 'errors', 'shown', 'floor', 'unknown'], pick)!
  switch (kind) {
    case 'answer':
      return void model.tell(current, { kind, item, answer: pick % 2 ? true : choose(['T-1', 'x', ''], pick)! }, by)
    case 'waive':
      return void model.tell(current, { kind, item, reason: pick % 4 ? 'made up' : ' ' }, by)
    case 'check':
      return recordCheck(model, item, pick % 3 > 0)
    case 'recheck':
      return void model.tell(current, { kind, ...(pick % 2 ? { items: [item] } : {}) }, by)
  }
}
