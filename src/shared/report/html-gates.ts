import { describeGate } from '../domain/gate'
import type { GateView } from '../domain/rollout-view'
import { formatDuration } from '../util/duration'
import { html, type Html } from './html'
import { countOf, formatFacts, formatMoment } from './report-words'

type Item = GateView['items'][number]

/** The gates that were reached, each with its items, their evidence, and who let it open. Pure. */
export function gatesSection(gates: readonly (GateView | undefined)[]): Html {
  const reached = gates.flatMap((gate) => (gate && gate.reachedAtMs !== undefined ? [gate] : []))
  const ahead = gates.length - reached.length
  return html`<section>
    <h2>Gates</h2>
    ${reached.map(gateBlock)} ${ahead > 0 && html`<p class="quiet">Not reached: ${countOf(ahead, 'gate')}.</p>`}
  </section>`
}

function gateBlock(gate: GateView): Html {
  const { reachedAtMs, openedAtMs } = gate
  const waited =
    reachedAtMs === undefined || openedAtMs === undefined ? undefined : formatDuration(openedAtMs - reachedAtMs)
  return html`<article>
    <h3>
      ${describeGate(gate.gate)} <span class="mark ${gate.state === 'open' ? 'good' : 'waits'}">${gate.state}</span>
    </h3>
    <p class="quiet">
      ${reachedAtMs !== undefined && `reached ${formatMoment(reachedAtMs)}`}
      ${openedAtMs !== undefined && ` · opened ${formatMoment(openedAtMs)}`} ${waited && ` · waited ${waited}`}
    </p>
    ${gate.items.length > 0 && itemTable(gate.items)} ${gate.signOffs.map(signOff)}
  </article>`
}

const itemTable = (items: readonly Item[]): Html =>
  html`<table>
    <thead>
      <tr>
        <th>Item</th>
        <th>Kind</th>
        <th>Outcome</th>
        <th>Evidence, answer or reason</th>
      </tr>
    </thead>
    <tbody>
      ${items.map(itemRow)}
    </tbody>
  </table>`

function itemRow(item: Item): Html {
  const { word, tone } = outcomeOf(item)
  return html`<tr>
    <td>${item.ask}${item.why !== undefined && html`<div class="quiet">${item.why}</div>`}</td>
    <td>${item.kind}${!item.isBlocking && ', only shown'}</td>
    <td><span class="mark ${tone}">${word}</span></td>
    <td>${proofsOf(item).map((line) => html`<div>${line}</div>`)}</td>
  </tr>`
}

function outcomeOf({ waiver, check, answer }: Item): { word: string; tone: string } {
  if (waiver) return { word: 'waived', tone: 'waits' }
  if (check) return check.holds ? { word: 'holds', tone: 'good' } : { word: 'does not hold', tone: 'bad' }
  return answer ? { word: 'answered', tone: 'good' } : { word: 'open', tone: 'quiet' }
}

function proofsOf({ waiver, check, answer }: Item): string[] {
  return [
    ...(waiver ? [`Waived by ${waiver.by}, ${formatMoment(waiver.atMs)}: ${waiver.reason}`] : []),
    ...(answer
      ? [`${answer.answer === true ? 'Ticked' : answer.answer} by ${answer.by}, ${formatMoment(answer.atMs)}`]
      : []),
    ...(check ? [`${check.evidence || 'no output'} (checked ${formatMoment(check.checkedAtMs)})`] : []),
  ]
}

function signOff({ by, atMs, record }: GateView['signOffs'][number]): Html {
  const saw = formatFacts(record.facts)
  return html`<p class="signature">
    Signed by <b>${by}</b>, ${formatMoment(atMs)}. ${saw !== '' && `The console saw ${saw}.`}
  </p>`
}
