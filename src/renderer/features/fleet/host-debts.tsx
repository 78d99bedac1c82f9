import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import { Ago } from '../../ui/moment'
import { ErrorNote } from '../../ui/notes'
import { ConditionMark } from './condition-mark'

/** What is owed to one host, since when, and by which rollout. */
export function HostDebts({ host: { app, environment, name } }: { readonly host: WireHost }) {
  const { t } = useTranslation('fleet')
  const { data = [], error } = useConsole('debt:list', { app, environment, host: name })
  if (error) return <ErrorNote error={error} />
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {data.map(({ debt, kind, recordedAtMs, rollout }) => (
        <li key={debt} className="flex flex-wrap items-center gap-x-2">
          <ConditionMark condition={kind === 'mute' ? 'muted' : 'out'} />
          <span className="text-xs text-muted">
            <Ago atMs={recordedAtMs} />
          </span>
          <Link href={routes.launch(rollout)} className="text-xs text-muted hover:underline">
            {t('sheet.debtRollout')}
          </Link>
        </li>
      ))}
    </ul>
  )
}
