import { Ban } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract'
import { Badge } from '../../ui/badge'
import { cn } from '../../ui/cn'
import { Ago } from '../../ui/moment'
import { useLaunch } from './launch-context'

export type KnownRelease = Output<'release:list'>[number]

/** A release list is read from its top; whoever looks for an older one types its version. */
const mostShown = 60

/** The versions of the app that the console knows; typing a version narrows them. */
export function ReleaseList({ releases }: { readonly releases: readonly KnownRelease[] }) {
  const { t } = useTranslation('newLaunch')
  const { draft, aim, plan } = useLaunch()
  const typed = draft.version.trim()
  const isKnown = releases.some(({ version }) => version === typed)
  const shown = (isKnown ? releases : releases.filter(({ version }) => version.includes(typed))).slice(0, mostShown)
  const running = new Map(plan?.running.map(({ version, hosts }) => [version, hosts]))
  if (releases.length === 0) return <p className="text-xs text-faint">{t('what.noReleases')}</p>
  if (shown.length === 0) return <p className="text-xs text-faint">{t('what.newVersion', { version: typed })}</p>
  return (
    <ul aria-label={t('what.known')} className="max-h-42 overflow-y-auto rounded-md border border-line">
      {shown.map((release) => (
        <ReleaseRow
          key={release.version}
          release={release}
          isChosen={release.version === typed}
          runningOn={running.get(release.version)}
          onChoose={() => aim({ version: release.version })}
        />
      ))}
    </ul>
  )
}

function ReleaseRow({
  release,
  isChosen,
  runningOn,
  onChoose,
}: {
  readonly release: KnownRelease
  readonly isChosen: boolean
  readonly runningOn: number | undefined
  readonly onChoose: () => void
}) {
  const { t } = useTranslation('newLaunch')
  const { version, notes, blocked, createdAtMs } = release
  return (
    <li className="border-b border-line last:border-b-0">
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={onChoose}
        className={cn(
          'flex min-h-9 w-full items-center gap-2 px-2.5 py-1 text-left text-sm hover:bg-hover focus-visible:outline-offset-[-2px]',
          isChosen && 'bg-accent-bg',
        )}
      >
        <span className="shrink-0 font-mono font-medium">{version}</span>
        {runningOn === undefined ? null : <Badge tone="slate">{t('what.runningOn', { count: runningOn })}</Badge>}
        {blocked ? (
          <Badge tone="red" icon={Ban}>
            {t('what.blocked')}
          </Badge>
        ) : null}
        <span className="min-w-0 flex-1 truncate text-xs text-muted">{blocked?.reason ?? notes}</span>
        <span className="shrink-0 text-2xs text-faint">
          <Ago atMs={createdAtMs} />
        </span>
      </button>
    </li>
  )
}
