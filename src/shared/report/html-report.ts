import { describeFinding, describeWithheld } from '../domain/recovery'
import type { SettlingState } from '../domain/rollout-state'
import type { RolloutView } from '../domain/rollout-view'
import { formatDuration } from '../util/duration'
import { html, Html, type HtmlValue } from './html'
import { batchesSection } from './html-batches'
import { eventsSection } from './html-events'
import { gatesSection } from './html-gates'
import type { Report } from './report'
import { reportStyle } from './report-style'
import { formatMoment } from './report-words'

/** A page of its own: it runs nothing, fetches nothing and can be printed. Pure. */
export function formatHtmlReport(report: Report): string {
  const { rollout } = report
  const title = `${rollout.app} ${rollout.version} · ${rollout.environment} · ${rollout.rollout}`
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${title}</title>
        <style>
          ${new Html(reportStyle)}
        </style>
      </head>
      <body>
        ${headSection(report)} ${failuresSection(report)} ${recoverySection(report.rollout.recovery)}
        ${debtsSection(report)} ${gatesSection(rollout.gates)} ${batchesSection(rollout.batches)}
        ${eventsSection(report.events)}
        <footer>
          Written by Lastmile, ${formatMoment(report.writtenAtMs)}, from the journal of rollout ${rollout.rollout}.
        </footer>
      </body>
    </html> `
  return page.markup
}

function headSection(report: Report): Html {
  const { rollout, people, reason } = report
  const { createdAtMs, finishedAtMs, brake } = rollout
  const hosts = rollout.batches.flatMap((batch) => batch.hosts)
  const before = [...new Set(hosts.flatMap(({ versionBefore }) => versionBefore ?? []))].join(', ')
  return html`<header>
    <h1>${rollout.app} ${before !== '' && `${before} → `}${rollout.version}</h1>
    <p>
      ${rollout.type} to ${rollout.environment}${report.isProtected && ' (protected)'}
      <span class="mark ${toneOf(rollout.result)}">${rollout.result ?? rollout.position}</span>
    </p>
    <dl>
      ${line('Rollout', rollout.rollout)} ${line('Started', `${formatMoment(createdAtMs)} by ${rollout.startedBy}`)}
      ${line('Ended', finishedAtMs === undefined ? 'not yet' : formatMoment(finishedAtMs))}
      ${line('Took', finishedAtMs === undefined ? undefined : formatDuration(finishedAtMs - createdAtMs))}
      ${line('Reason', reason)} ${line('People', people.join(', '))}
      ${line('Hosts', `${rollout.hosts}, floor ${rollout.floor}, fewest serving ${rollout.lowestServing}`)}
      ${line('Rolls back', rollout.rollsBack)} ${line('Rolled back by', rollout.rolledBackBy)}
      ${line('Brake', brake && `${brake.reason} (by ${brake.by}, ${formatMoment(brake.atMs)})`)}
      ${rollout.warnings.map(({ message }) => line('Warning', message))} ${line('Journal', integrityOf(report))}
    </dl>
  </header>`
}

const line = (name: string, value: HtmlValue): HtmlValue =>
  value !== undefined &&
  value !== '' &&
  html`<dt>${name}</dt>
    <dd>${value}</dd>`

function toneOf(result: Report['rollout']['result']): string {
  if (result === undefined) return 'waits'
  return result === 'succeeded' ? 'good' : 'bad'
}

function integrityOf({ integrity }: Report): Html {
  if (integrity.ok) return html`<span class="mark good">whole</span> ${integrity.rows} rows, their hash chain holds`
  return html`<span class="mark bad">broken</span> row ${integrity.seq}: ${integrity.why}`
}

function failuresSection({ rollout: { failures } }: Report): HtmlValue {
  if (failures.length === 0) return undefined
  return html`<section>
    <h2>Failures</h2>
    <table>
      <thead>
        <tr>
          <th>Host</th>
          <th>Step</th>
          <th>Code</th>
          <th>Why</th>
        </tr>
      </thead>
      <tbody>
        ${failures.map(
          ({ host, step, code, reason }) =>
            html`<tr>
              <td>${host}</td>
              <td>${step}</td>
              <td>${code}</td>
              <td>${reason}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

/** What a console found when it took the rollout up again, the last time. */
function recoverySection(recovery: RolloutView['recovery']): HtmlValue {
  if (!recovery || recovery.steps.length === 0) return undefined
  return html`<section>
    <h2>Taken up again</h2>
    <p class="quiet">
      A console ended and the next one went on, ${formatMoment(recovery.atMs)}. What was under way then:
    </p>
    <table>
      <thead>
        <tr>
          <th>Host</th>
          <th>Step</th>
          <th>Since</th>
          <th>Found</th>
          <th>Ended</th>
        </tr>
      </thead>
      <tbody>
        ${recovery.steps.map(
          (step) =>
            html`<tr>
              <td>${step.host}</td>
              <td>${step.step}</td>
              <td>${step.sinceMs !== undefined && formatMoment(step.sinceMs)}</td>
              <td>
                ${step.findings.map(({ finding }) => html`<div>${describeFinding({ ...step, found: finding })}</div>`)}
              </td>
              <td>
                ${step.end?.outcome}${step.end?.withheld !== undefined && html`<div>${describeWithheld(step.step, step.end.withheld)}</div>`}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}

const describeTry = ({ by, atMs, problem = 'how it ended is not known' }: SettlingState): string =>
  `tried by ${by}, ${formatMoment(atMs)}: ${problem}`

/** Those that are open first: somebody has to do something about them. */
function debtsSection({ rollout: { debts } }: Report): HtmlValue {
  if (debts.length === 0) return undefined
  const sorted = debts.toSorted(
    (one, other) => Number(one.settledAtMs !== undefined) - Number(other.settledAtMs !== undefined),
  )
  return html`<section>
    <h2>Undo debts</h2>
    <table>
      <thead>
        <tr>
          <th>Host</th>
          <th>Kind</th>
          <th>Since</th>
          <th>Settled</th>
          <th>How</th>
        </tr>
      </thead>
      <tbody>
        ${sorted.map(
          ({ host, kind, recordedAtMs, settledAtMs, how, settling }) =>
            html`<tr>
              <td>${host}</td>
              <td>${kind}</td>
              <td>${formatMoment(recordedAtMs)}</td>
              <td>
                ${settledAtMs === undefined ? html`<span class="mark bad">open</span>` : formatMoment(settledAtMs)}
              </td>
              <td>${how ?? (settling && describeTry(settling))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`
}
