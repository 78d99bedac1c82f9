import { html, type Html } from './html'
import type { ReportRow } from './report'
import { formatFacts, formatMoment } from './report-words'

/** Everything that happened, in order, as the journal has it. Pure. */
export function eventsSection(rows: readonly ReportRow[]): Html {
  return html`<section>
    <h2>Events</h2>
    <table class="events">
      <thead>
        <tr>
          <th>No.</th>
          <th>When</th>
          <th>Who</th>
          <th>What</th>
          <th>Details</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(eventRow)}
      </tbody>
    </table>
  </section>`
}

const eventRow = ({ seq, at, actor, kind, payload }: ReportRow): Html =>
  html`<tr>
    <td class="number">${seq}</td>
    <td>${formatMoment(at)}</td>
    <td>${actor}</td>
    <td>${kind}</td>
    <td>${formatFacts(withoutBulk(payload))}</td>
  </tr>`

/** What is told elsewhere on the page, and would fill another: the frozen settings, and what a signature rests on. */
function withoutBulk({ settings: _settings, record: _record, ...rest }: ReportRow['payload']) {
  return rest
}
