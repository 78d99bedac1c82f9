import i18next from 'i18next'
import type { RolloutEvent } from '../../../shared/domain/rollout-event'
import type { RecordedEvent } from '../../../shared/domain/rollout-evolve'
import { consoleActor } from '../../../shared/domain/rollout-command'
import type { RolloutSettings } from '../../../shared/domain/rollout-settings'
import { gateText, itemAsk, stepFailureText } from '../../ui/engine-text'
import { formatDuration, formatList, formatTime } from '../../ui/format'
import { findingText } from '../../ui/recovery-text'

/*
 * What happened, in one sentence in the language of the page. Names, reasons and evidence stay as they were recorded.
 * Not pure: the chosen language is read, so a component that shows these calls `useTranslation` as well.
 */
const history = () => i18next.getFixedT(null, 'history')
const common = () => i18next.getFixedT(null, 'common')

type Kind = RolloutEvent['kind']
type Of<K extends Kind> = Extract<RolloutEvent, { kind: K }>
type Context = { readonly who: string; readonly settings: RolloutSettings | undefined }
type Sentences = { readonly [K in Kind]: (event: Of<K>, context: Context) => string }

/** Who did it, as people read it: the console itself has a name of its own. */
export const actorText = (actor: string): string => (actor === consoleActor ? common()('person.console') : actor)

/** What an event says. One of a kind that this page does not know, from a newer console, is told by its kind. */
export function eventSentence({ event, actor }: RecordedEvent, settings: RolloutSettings | undefined): string {
  const make = Object.hasOwn(sentences, event.kind) ? sentences[event.kind] : undefined
  const context = { who: actorText(actor), settings }
  return make === undefined ? event.kind : (make as (event: RolloutEvent, context: Context) => string)(event, context)
}

const batchText = (index: number) => (index === 0 ? common()('batch.canary') : common()('batch.batch', { index }))

function askText(settings: RolloutSettings | undefined, gate: string, id: string): string {
  const item = settings?.gates.find((each) => each.id === gate)?.items.find((each) => each.id === id)
  return item === undefined ? id : itemAsk(item)
}

const gateSentences: Pick<
  Sentences,
  'gate-reached' | 'item-answered' | 'item-waived' | 'check-recorded' | 'gate-rechecked' | 'gate-signed' | 'gate-opened'
> = {
  'gate-reached': ({ gate }) => history()('event.gate-reached', { gate: gateText(gate) }),
  'item-answered': ({ gate, item, answer }, { who, settings }) =>
    answer === true
      ? history()('event.item-ticked', { who, item: askText(settings, gate, item) })
      : history()('event.item-answered', { who, item: askText(settings, gate, item), answer }),
  'item-waived': ({ gate, item, reason }, { who, settings }) =>
    history()('event.item-waived', { who, item: askText(settings, gate, item), reason }),
  'check-recorded': ({ gate, item, holds, evidence }, { settings }) =>
    history()(holds ? 'event.check-holds' : 'event.check-fails', { item: askText(settings, gate, item), evidence }),
  'gate-rechecked': ({ gate }, { who }) => history()('event.gate-rechecked', { who, gate: gateText(gate) }),
  'gate-signed': ({ gate, by }) => history()('event.gate-signed', { by, gate: gateText(gate) }),
  'gate-opened': ({ gate }) => history()('event.gate-opened', { gate: gateText(gate) }),
}

const batchSentences: Pick<
  Sentences,
  'batch-started' | 'batch-finished' | 'soak-started' | 'soak-finished' | 'pause-started' | 'pause-finished'
> = {
  'batch-started': ({ batch }) => history()('event.batch-started', { batch: batchText(batch) }),
  'batch-finished': ({ batch, failed }) =>
    failed === 0
      ? history()('event.batch-finished', { batch: batchText(batch) })
      : history()('event.batch-finished-failed', { batch: batchText(batch), count: failed }),
  'soak-started': ({ batch, untilMs }) =>
    history()('event.soak-started', { batch: batchText(batch), until: formatTime(untilMs) }),
  'soak-finished': ({ batch }) => history()('event.soak-finished', { batch: batchText(batch) }),
  'pause-started': ({ batch, untilMs }) =>
    history()('event.pause-started', { batch: batchText(batch), until: formatTime(untilMs) }),
  'pause-finished': ({ batch }) => history()('event.pause-finished', { batch: batchText(batch) }),
}

const stepText = (step: Of<'step-started'>['step']) => common()(`step.${step}`)

function stepFinished(event: Of<'step-finished'>): string {
  const { withheld } = event
  const how = howStepEnded(event)
  return withheld === undefined ? how : history()('event.step-withheld', { how, reason: withheld })
}

function howStepEnded({ host, step, outcome, durationMs, code, reason }: Of<'step-finished'>): string {
  const what = { host, step: stepText(step), duration: formatDuration(durationMs) }
  if (outcome === 'ok') return history()('event.step-ok', what)
  if (outcome === 'skipped') {
    return history()(reason ? 'event.step-skipped-because' : 'event.step-skipped', { ...what, reason })
  }
  return history()('event.step-failed', { ...what, reason: stepFailureText(code ?? '', reason ?? '') })
}

function stepStarted({ host, step, attempt, purpose }: Of<'step-started'>): string {
  const what = { host, step: stepText(step), attempt }
  if (purpose === 'undo') return history()('event.step-undo', what)
  return history()(attempt > 1 ? 'event.step-started-again' : 'event.step-started', what)
}

const hostSentences: Pick<
  Sentences,
  | 'host-started'
  | 'step-started'
  | 'step-finished'
  | 'undo-planned'
  | 'undo-advanced'
  | 'host-rested'
  | 'host-finished'
  | 'host-skipped'
  | 'host-failed'
  | 'host-returned'
  | 'host-excluded'
  | 'host-retried'
> = {
  'host-started': ({ host }) => history()('event.host-started', { host }),
  'step-started': stepStarted,
  'step-finished': stepFinished,
  'undo-planned': ({ host, steps }) =>
    history()('event.undo-planned', { host, steps: formatList(steps.map(stepText)) }),
  'undo-advanced': ({ host, step }) => history()('event.undo-advanced', { host, step: stepText(step) }),
  'host-rested': ({ host, after }) => history()('event.host-rested', { host, step: stepText(after) }),
  'host-finished': ({ host, version }) => history()('event.host-finished', { host, version }),
  'host-skipped': ({ host, version }) => history()('event.host-skipped', { host, version }),
  'host-failed': ({ host, step, code, reason }) =>
    history()('event.host-failed', { host, step: stepText(step), reason: stepFailureText(code, reason) }),
  'host-returned': ({ host, reason }) => history()('event.host-returned', { host, reason }),
  'host-excluded': ({ host, reason }, { who }) => history()('event.host-excluded', { who, host, reason }),
  'host-retried': ({ host }, { who }) => history()('event.host-retried', { who, host }),
}

const runSentences: Omit<
  Sentences,
  keyof typeof gateSentences | keyof typeof batchSentences | keyof typeof hostSentences
> = {
  'rollout-created': ({ settings }, { who }) => {
    const { app, version, environment, type, plan } = settings
    const count = plan.batches.reduce((sum, { hosts }) => sum + hosts.length, 0)
    return history()(`event.created-${type}`, { who, app, version, environment, count })
  },
  'debt-recorded': ({ host, debtKind }) => history()(`event.debt-${debtKind}`, { host }),
  'debt-settled': ({ host, debtKind, how }) => history()(`event.settled-${debtKind}`, { host, how }),
  'settling-started': ({ host, debtKind }, { who }) => history()(`event.settling-${debtKind}`, { who, host }),
  'settling-failed': ({ host, debtKind, reason }) => history()(`event.still-owed-${debtKind}`, { host, reason }),
  'host-given-back': ({ host, debtKind }) => history()(`event.given-back-${debtKind}`, { host }),
  'host-came-back': ({ host }) => history()('event.host-came-back', { host }),
  'brake-pulled': ({ cause, reason }, { who }) =>
    history()(cause === 'hand' ? 'event.brake-hand' : 'event.brake-itself', { who, reason }),
  'brake-released': (_event, { who }) => history()('event.brake-released', { who }),
  'lock-taken': ({ host }) => history()('event.lock-taken', { host }),
  'lock-broken': ({ holder, silentMs, reason }, { who }) =>
    history()('event.lock-broken', { ...holder, who, reason, silent: formatDuration(silentMs) }),
  'lock-lost': ({ reason }) => history()('event.lock-lost', { reason }),
  'lock-waived': ({ reason }, { who }) => history()('event.lock-waived', { who, reason }),
  'lock-released': ({ to }) =>
    to === undefined ? history()('event.lock-released') : history()('event.lock-passed', { rollout: to }),
  'revoke-requested': ({ reason }, { who }) => history()('event.revoke-requested', { who, reason }),
  'release-blocked': ({ reason }) => history()('event.release-blocked', { reason }),
  'rolled-back': ({ by }, { who }) => history()('event.rolled-back', { who, rollout: by }),
  'console-restarted': ({ interrupted }) => history()('event.console-restarted', { count: interrupted.length }),
  'step-found': ({ host, step, found }) => history()('event.found', { host, what: findingText(step, found) }),
  'time-jumped': ({ cause, byMs }) => history()(`event.jumped-${cause}`, { time: formatDuration(byMs) }),
  'rollout-finished': ({ result, reason }) =>
    reason === undefined
      ? history()('event.finished', { result: common()(`result.${result}`) })
      : history()('event.finished-because', { result: common()(`result.${result}`), reason }),
}

const sentences: Sentences = { ...gateSentences, ...batchSentences, ...hostSentences, ...runSentences }

/** Every kind of event there is, in the order in which a rollout meets them. */
export const eventKinds = Object.keys(sentences) as readonly Kind[]
