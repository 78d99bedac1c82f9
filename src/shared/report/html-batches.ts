import { stepNames } from '../domain/lifecycle'
import type { RolloutView } from '../domain/rollout-view'
import { formatDuration } from '../util/duration'
import { html, type Html } from './html'
import { countOf, formatMoment } from './report-words'

type Batch = RolloutView['batches'][number]
type Host = Batch['hosts'][number]
type Step = Host['steps'][number]

/** Every batch with its hosts, and how long each step took on each of them. Pure. */
export function batchesSection(batches: readonly Batch[]): Html {
  return html`<section>
    <h2>Batches</h2>
    ${batches.map(batchBlock)}
  </section>`
}

function batchBlock(batch: Batch): Html {
  const { startedAtMs, finishedAtMs, hosts, failed } = batch
  const took = startedAtMs === undefined || finishedAtMs === undefined ? undefined : finishedAtMs - startedAtMs
  return html`<article>
    <h3>${batch.kind === 'canary' ? 'Canary' : `Batch ${batch.index}`} <span class="quiet">${batch.state}</span></h3>
    <p class="quiet">
      ${countOf(hosts.length, 'host')}, ${batch.servingAfter} serving meanwhile ${failed > 0 && ` · ${failed} failed`}
      ${startedAtMs !== undefined && ` · started ${formatMoment(startedAtMs)}`}
      ${took !== undefined && ` · took ${formatDuration(took)}`}
    </p>
    <table>
      <thead>
        <tr>
          <th>Host</th>
          <th>State</th>
          <th>Before</th>
          <th>After</th>
          ${stepNames.map((step) => html`<th>${step}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${hosts.map(hostRow)}
      </tbody>
    </table>
  </article>`
}

const hostRow = (host: Host): Html =>
  html`<tr>
    <td>${host.name}</td>
    <td>
      <span class="mark ${toneOfHost(host.state)}">${host.state}</span>
      ${host.excludedBecause !== undefined && html`<div class="quiet">${host.excludedBecause}</div>`}
    </td>
    <td>${host.versionBefore ?? '—'}</td>
    <td>${host.versionAfter ?? '—'}</td>
    ${host.steps.map((step) => html`<td class="number ${toneOfStep(step.state)}">${stepText(step)}</td>`)}
  </tr>`

function toneOfHost(state: Host['state']): string {
  if (state === 'succeeded' || state === 'skipped') return 'good'
  return state === 'failed' ? 'bad' : 'quiet'
}

function toneOfStep(state: Step['state']): string {
  if (state === 'failed') return 'bad'
  return state === 'skipped' || state === 'pending' ? 'quiet' : ''
}

function stepText({ state, durationMs, attempts }: Step): string {
  const tries = attempts > 1 ? ` ×${attempts}` : ''
  if (state === 'pending') return ''
  if (state === 'skipped') return '–'
  if (state === 'running') return `running${tries}`
  const took = durationMs === undefined ? '' : formatDuration(durationMs)
  return state === 'failed' ? `✕ ${took}${tries}` : `${took}${tries}`
}
