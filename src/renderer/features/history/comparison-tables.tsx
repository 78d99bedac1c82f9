import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostStatus } from '../../../shared/domain/rollout-state'
import { HostStatusBadge } from '../../ui/badge'
import { cn } from '../../ui/cn'
import { formatDuration, formatNumber } from '../../ui/format'
import { Panel } from '../../ui/panel'
import { toneText } from '../../ui/tone'
import type { Comparison, Pair } from './comparison'

/** More hosts than this are too many to read one by one. */
const mostHosts = 200

/** Two rollouts side by side: as a whole, step by step, and the hosts that ended in another way. */
export function ComparisonTables({
  comparison,
  names,
}: {
  readonly comparison: Comparison
  readonly names: Pair<string>
}) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const { totalMs, batchesMs, hosts, failed, lowestServing, steps, different } = comparison
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <Panel title={t('compare.totals')} bodyClassName="p-0">
        <Table label={t('compare.totals')} first={t('compare.measure')} names={names} hasDifference>
          <DurationRow name={t('compare.total')} pair={totalMs} />
          <DurationRow name={t('compare.batches')} note={t('compare.batchesWhy')} pair={batchesMs} />
          <CountRow name={t('compare.hosts')} pair={hosts} />
          <CountRow name={t('compare.failed')} pair={failed} />
          <CountRow name={t('compare.lowest')} pair={lowestServing} />
        </Table>
      </Panel>
      <Panel title={t('compare.steps')} bodyClassName="p-0">
        <Table label={t('compare.steps')} first={t('compare.step')} names={names} hasDifference>
          {steps.map(({ step, one, other }) => (
            <DurationRow key={step} name={common(`step.${step}`)} pair={{ one, other }} />
          ))}
        </Table>
      </Panel>
      <Panel title={t('compare.different')} className="xl:col-span-2" bodyClassName="p-0">
        {different.length === 0 ? (
          <p className="px-4 py-6 text-center text-sm text-muted">{t('compare.alike')}</p>
        ) : (
          <Table label={t('compare.different')} first={t('compare.host')} names={names}>
            {different.slice(0, mostHosts).map(({ host, one, other }) => (
              <tr key={host} className="border-b border-line last:border-b-0">
                <Name>
                  <span className="font-mono text-xs">{host}</span>
                </Name>
                <td className="px-4 py-1.5">
                  <Status status={one} />
                </td>
                <td className="px-4 py-1.5">
                  <Status status={other} />
                </td>
              </tr>
            ))}
          </Table>
        )}
        {different.length > mostHosts ? (
          <p className="px-4 py-2 text-xs text-muted">{t('compare.more', { count: different.length - mostHosts })}</p>
        ) : null}
      </Panel>
    </div>
  )
}

function Table({
  label,
  first,
  names,
  hasDifference = false,
  children,
}: {
  readonly label: string
  readonly first: string
  readonly names: Pair<string>
  readonly hasDifference?: boolean
  readonly children: ReactNode
}) {
  const { t } = useTranslation('history')
  const head = 'px-4 py-1.5 font-medium'
  return (
    <table aria-label={label} className="w-full table-fixed text-left text-sm">
      <thead>
        <tr className="border-b border-line text-2xs text-faint">
          <th scope="col" className={head}>
            {first}
          </th>
          {(['one', 'other'] as const).map((side) => (
            <th key={side} scope="col" className={head}>
              <span className="block">{t(side === 'one' ? 'compare.this' : 'compare.other')}</span>
              <span className="block truncate font-normal">{names[side]}</span>
            </th>
          ))}
          {hasDifference ? (
            <th scope="col" className={head}>
              {t('compare.difference')}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

const Name = ({ children }: { readonly children: ReactNode }) => (
  <th scope="row" className="px-4 py-1.5 font-normal">
    {children}
  </th>
)

function Status({ status }: { readonly status: HostStatus | undefined }) {
  const { t } = useTranslation('history')
  return status === undefined ? (
    <span className="text-xs text-faint">{t('compare.notThere')}</span>
  ) : (
    <HostStatusBadge status={status} />
  )
}

function CountRow({ name, pair }: { readonly name: string; readonly pair: Pair<number> }) {
  const difference = pair.one - pair.other
  return (
    <tr className="border-b border-line last:border-b-0">
      <Name>{name}</Name>
      <td className="px-4 py-1.5 font-mono text-xs">{formatNumber(pair.one)}</td>
      <td className="px-4 py-1.5 font-mono text-xs">{formatNumber(pair.other)}</td>
      <td className="px-4 py-1.5 font-mono text-xs text-muted">
        {difference === 0 ? '=' : formatNumber(difference, { signDisplay: 'exceptZero' })}
      </td>
    </tr>
  )
}

/** Below this share two durations are as good as the same. */
const sameShare = 0.05

function DurationRow({
  name,
  note,
  pair: { one, other },
}: {
  readonly name: string
  readonly note?: string
  readonly pair: Pair<number | undefined>
}) {
  const { t } = useTranslation('history')
  const share = one === undefined || !other ? undefined : (one - other) / other
  const percent = formatNumber(Math.abs(share ?? 0), { style: 'percent', maximumFractionDigits: 0 })
  const isSame = share !== undefined && Math.abs(share) < sameShare
  const words = isSame
    ? t('compare.same')
    : t(share !== undefined && share > 0 ? 'compare.slower' : 'compare.faster', { percent })
  const shown = (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms))
  return (
    <tr className="border-b border-line last:border-b-0">
      <Name>
        {name}
        {note ? <span className="block text-2xs text-faint">{note}</span> : null}
      </Name>
      <td className="px-4 py-1.5 font-mono text-xs">{shown(one)}</td>
      <td className="px-4 py-1.5 font-mono text-xs">{shown(other)}</td>
      <td
        className={cn(
          'px-4 py-1.5 text-xs',
          isSame || share === undefined ? 'text-muted' : share > 0 ? toneText.amber : toneText.green,
        )}
      >
        {share === undefined ? '' : words}
      </td>
    </tr>
  )
}
