import { ArrowDownLeft, ArrowUpRight, Equal } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge'
import { useLaunch } from './launch-context'
import type { KnownRelease } from './release-list'
import { stepBetween } from './version-diff'

/** What changes against the version that most hosts run: the releases in between, with their notes. */
export function VersionChanges({ releases }: { readonly releases: readonly KnownRelease[] }) {
  const { t } = useTranslation('newLaunch')
  const { draft, plan } = useLaunch()
  const target = draft.version.trim()
  const running = plan?.running ?? []
  const [most] = running
  if (!plan || target === '') return null
  if (!most) return <p className="text-xs text-faint">{t('changes.nothingRuns')}</p>
  const { direction, releases: between } = stepBetween(releases, most.version, target)
  const Icon = { forward: ArrowUpRight, back: ArrowDownLeft, same: Equal }[direction]
  return (
    <section aria-label={t('changes.label')} className="rounded-md border border-line bg-sunken px-3 py-2.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
        <Icon aria-hidden size={14} className={direction === 'back' ? 'text-amber-fg' : 'text-accent'} />
        <span className="font-medium text-fg">
          {t(`changes.${direction}`, { running: most.version, version: target })}
        </span>
        {running.map(({ version, hosts }) => (
          <Badge key={version} className="font-mono">
            {t('changes.runs', { version, count: hosts })}
          </Badge>
        ))}
      </p>
      {between.length === 0 ? null : (
        <ul className="mt-2 flex max-h-40 flex-col gap-1.5 overflow-y-auto">
          {between.map(({ version, notes, blocked }) => (
            <li key={version} className="flex gap-2 text-xs">
              <span className="w-16 shrink-0 truncate font-mono text-fg">{version}</span>
              <span className="min-w-0 whitespace-pre-line text-muted">
                {(version === target && draft.notes.trim()) || notes || t('changes.noNotes')}
                {blocked ? ` · ${t('what.blocked')}: ${blocked.reason}` : ''}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
