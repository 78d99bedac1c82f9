import type { HostName, RolloutId } from '../../../src/shared/domain/ids'
import type { Decision } from '../../../src/shared/domain/decision'
import type { RolloutCommand } from '../../../src/shared/domain/rollout-command'
import type { RolloutEvent } from '../../../src/shared/domain/rollout-event'
import { waitingGate, type RolloutState } from '../../../src/shared/domain/rollout-state'
import type { ModelInvariant } from './broken'
import { listLeft, trueRules, type Rules } from './rules'

/** A rule broken on purpose, and the invariants of which the model may say so: a check that finds nothing proves nothing. */
export type Mutation = {
  readonly name: string
  readonly rules: Rules
  readonly breaks: readonly ModelInvariant[]
  /** Where the usual one shows it late. */
  readonly seed?: number
}

/** The rules, with the events of every decision passed through `change`. */
function changeEvents(
  change: (events: readonly RolloutEvent[], command: RolloutCommand, state: RolloutState) => readonly RolloutEvent[],
): Rules {
  return {
    ...trueRules,
    decide: (state, command, context, fold) => {
      const decision = trueRules.decide(state, command, context, fold)
      if (decision.kind === 'refused') return decision
      return { ...decision, events: change(decision.events, command, state) }
    },
  }
}

/** The rules, asked about another command or another state. */
const changeQuestion = (
  change: (state: RolloutState, command: RolloutCommand) => readonly [RolloutState, RolloutCommand],
): Rules => ({
  ...trueRules,
  decide: (state, command, context, fold) => trueRules.decide(...change(state, command), context, fold),
})

const without = (isLeftOut: (event: RolloutEvent) => boolean): Rules =>
  changeEvents((events) => events.filter((event) => !isLeftOut(event)))

const noBrake = ({ brake: _, ...state }: RolloutState): RolloutState => state

export const mutations: readonly Mutation[] = [
  {
    name: 'the debt of a mute is not written',
    rules: without((event) => event.kind === 'debt-recorded' && event.debtKind === 'mute'),
    breaks: ['a debt is written before its effect, and kept'],
  },
  {
    name: 'the debt of a drain is not written',
    rules: without((event) => event.kind === 'debt-recorded' && event.debtKind === 'drain'),
    breaks: ['a debt is written before its effect, and kept'],
  },
  {
    name: 'the debt of a drain is settled as soon as the host is out',
    rules: changeEvents((events, _, { hosts }) =>
      events.flatMap((event) => {
        const debt = event.kind === 'step-finished' && event.step === 'drain' && hosts[event.host]?.debts.drain
        if (!debt || event.kind !== 'step-finished') return [event]
        return [event, { kind: 'debt-settled', host: event.host, debtKind: 'drain', debt, how: 'too early' } as const]
      }),
    ),
    breaks: ['a debt is written before its effect, and kept', 'nothing unverified serves'],
  },
  {
    name: 'the floor is off by one',
    rules: {
      ...trueRules,
      decideCreation: (settings, context, lock) => {
        const plan = { ...settings.plan, floor: settings.plan.floor - 1 }
        return trueRules.decideCreation({ ...settings, plan }, context, lock)
      },
    },
    breaks: ['never below the floor because of us'],
  },
  {
    name: 'a drain that failed half-way counts as still serving',
    rules: {
      ...trueRules,
      evolve: (state, recorded, fold) => {
        const next = trueRules.evolve(state, recorded, fold)
        const { event } = recorded
        if (event.kind !== 'step-finished' || event.step !== 'drain' || event.outcome !== 'failed') return next
        return withHost(next, event.host, { isServing: true })
      },
    },
    breaks: ['never below the floor because of us', 'the picture of every host is right'],
  },
  {
    name: 'an attempt is used a second time',
    rules: changeEvents((events) =>
      events.map((event) =>
        event.kind === 'step-started' ? { ...event, attempt: Math.max(1, event.attempt - 1) } : event,
      ),
    ),
    breaks: ['no attempt runs twice'],
  },
  {
    name: 'a restarted console starts what was under way anew',
    rules: changeEvents((events, command) =>
      command.kind !== 'report-restart'
        ? events
        : events.flatMap((event): RolloutEvent[] =>
            event.kind !== 'console-restarted'
              ? [event]
              : event.interrupted.map((each) => {
                  return { kind: 'step-started', ...each, attempt: each.attempt + 1, purpose: 'forward' }
                }),
          ),
    ),
    breaks: ['no attempt runs twice'],
  },
  {
    name: 'a late report is taken for the one that is awaited',
    rules: changeQuestion((state, command) => {
      if (command.kind !== 'step-result') return [state, command]
      const attempt = state.hosts[command.host]?.steps[command.step].attempts ?? command.attempt
      return [state, { ...command, attempt }]
    }),
    breaks: ['no attempt runs twice', 'the picture of every host is right'],
  },
  {
    name: 'a gate opens with the first of two signatures',
    rules: changeEvents((events) =>
      events.flatMap((event): RolloutEvent[] =>
        event.kind === 'gate-signed' && events.every(({ kind }) => kind !== 'gate-opened')
          ? [event, { kind: 'gate-opened', gate: event.gate } as const]
          : [event],
      ),
    ),
    breaks: ['no gate opens without its record'],
  },
  {
    name: 'anybody may waive anything',
    rules: {
      ...trueRules,
      decide: (state, command, context, fold) => {
        const decision = trueRules.decide(state, command, context, fold)
        const gate = waitingGate(state)?.id
        if (decision.kind !== 'refused' || decision.code !== 'gate.not-waivable') return decision
        if (command.kind !== 'waive' || gate === undefined) return decision
        return { kind: 'events', events: [{ kind: 'item-waived', gate, item: command.item, reason: 'made up' }], state }
      },
    },
    breaks: ['no gate opens without its record'],
  },
  {
    name: 'the brake does not hold hosts that are on their way',
    rules: changeQuestion((state, command) => [command.kind === 'step-result' ? noBrake(state) : state, command]),
    breaks: ['hosts rest at safe points only', 'no gate opens without its record'],
  },
  {
    name: 'a failed verify counts as a good one',
    rules: changeQuestion((state, command) => {
      if (command.kind !== 'step-result' || command.step !== 'verify') return [state, command]
      return [state, { ...command, result: { outcome: 'ok', durationMs: 1 } }]
    }),
    breaks: ['nothing unverified serves', 'the picture of every host is right'],
  },
  {
    name: 'a refused command leaves a trace',
    rules: {
      ...trueRules,
      decide: (state, command, context, fold) => {
        const decision: Decision = trueRules.decide(state, command, context, fold)
        if (decision.kind === 'refused') (state.acceptedFailures as HostName[]).push('trace' as HostName)
        return decision
      },
    },
    breaks: ['a refused command changes nothing', 'the journal alone gives the same state'],
  },
  {
    name: 'the state remembers what no journal says',
    rules: {
      ...trueRules,
      evolve: (state, recorded, fold) => ({
        ...trueRules.evolve(state, recorded, fold),
        createdAtMs: performance.now(),
      }),
    },
    breaks: ['the journal alone gives the same state'],
  },
  {
    name: 'a rollout that is rolled back goes on',
    rules: changeEvents((events, command) =>
      command.kind === 'roll-back' ? events.filter(({ kind }) => kind !== 'rollout-finished') : events,
    ),
    breaks: ['one rollout per cluster'],
  },
  {
    name: 'a retry does not wait for a lost try to settle a debt',
    rules: {
      ...trueRules,
      listLeft: (states, host, own) =>
        states.find(isOf(own))?.hosts[host]?.status === 'running' ? [] : listLeft(states, host, own),
    },
    breaks: ['no attempt runs twice'],
  },
  {
    name: 'what an earlier rollout left on a host is not waited for',
    rules: { ...trueRules, listLeft: (states, host, own) => listLeft(states.filter(isOf(own)), host, own) },
    breaks: ['no attempt runs twice'],
  },
  {
    name: 'a try to settle a debt is forgotten once contact is lost',
    rules: changeEvents((events) =>
      events.map((event) => (event.kind === 'settling-failed' ? { ...event, isOver: true } : event)),
    ),
    breaks: ['no attempt runs twice', 'the picture of every host is right'],
  },
  {
    name: 'the try to settle a debt is not written before it begins on the host',
    rules: {
      ...trueRules,
      evolve: (state, recorded, fold) => {
        if (state && recorded.event.kind === 'settling-started') return state
        return trueRules.evolve(state, recorded, fold)
      },
    },
    breaks: ['no attempt runs twice'],
  },
  {
    name: 'a debt counts as settled once its try has begun',
    rules: changeEvents((events) =>
      events.flatMap((event): RolloutEvent[] => {
        if (event.kind !== 'settling-started') return [event]
        const { host, debt, debtKind } = event
        return [event, { kind: 'debt-settled', host, debt, debtKind, how: 'too early', isConfirmed: true }]
      }),
    ),
    breaks: ['a debt is written before its effect, and kept', 'the picture of every host is right'],
  },
  {
    name: 'what a lost attempt gave back is not told to those who go on with its host',
    rules: without(
      (event) => event.kind === 'host-given-back' || (event.kind === 'debt-settled' && event.isFound === true),
    ),
    breaks: ['hosts rest at safe points only'],
    seed: 7,
  },
  {
    name: 'a step that was lost counts as over',
    rules: {
      ...trueRules,
      listLeft: (states, host, own) => listLeft(states, host, own).filter(({ label }) => label !== undefined),
    },
    breaks: ['no attempt runs twice'],
  },
  {
    name: 'nobody can resume',
    rules: changeEvents((events, command) => (command.kind === 'resume' ? [] : events)),
    breaks: ['there is a way to a result'],
  },
]

const isOf =
  (rollout: RolloutId) =>
  ({ settings }: RolloutState): boolean =>
    settings.rollout === rollout

function withHost(state: RolloutState, name: HostName, change: { readonly isServing: boolean }): RolloutState {
  const host = state.hosts[name]
  return host ? { ...state, hosts: { ...state.hosts, [name]: { ...host, ...change } } } : state
}
