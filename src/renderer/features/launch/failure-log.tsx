import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../../api/queries'
import { cn } from '../../ui/cn'
import { ErrorNote } from '../../ui/notes'
import { findFailingLines } from '../../terminal/failing-lines'
import { useLaunchActions } from './launch-ui'
import { logLines } from './log-lines'

/** Enough for the last screenful of a step. */
const tailBytes = 8 * 1024
const shownLines = 10

type FailureLogProps = {
  readonly rollout: string
  readonly host: string
  readonly step: string
  readonly attempt: number
}

/** The last lines of the attempt that failed, those that tell why marked. */
export function FailureLog({ rollout, host, step, attempt }: FailureLogProps) {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const logs = useConsole('log:list', { rollout, host }, { staleTime: 0 })
  const size = logs.data?.find((log) => log.step === step && log.attempt === attempt)?.sizeBytes
  const fromOffset = Math.max(0, (size ?? 0) - tailBytes)
  const piece = useConsole('log:read', { rollout, host, step, attempt, fromOffset }, { enabled: size !== undefined })
  const lines = useMemo(
    () => logLines(piece.data?.bytes ?? '', fromOffset > 0).slice(-shownLines),
    [piece.data, fromOffset],
  )
  const failing = useMemo(() => new Set(findFailingLines(lines)), [lines])
  const error = logs.error ?? piece.error
  if (error) return <ErrorNote error={error} className="text-xs" />
  if (lines.length === 0) return null
  return (
    <button
      type="button"
      aria-label={t('sheet.openLog')}
      onClick={() => ui.openLog(host, { step, attempt })}
      className="dark block w-full overflow-hidden rounded-md border border-line bg-terminal p-2 text-left font-mono text-2xs text-fg hover:border-line-strong"
    >
      {lines.map((text, index) => (
        <span
          key={`${index} ${text}`}
          className={cn('block truncate px-1', failing.has(index) ? 'bg-red-bg text-red-fg' : 'text-muted')}
        >
          {text || ' '}
        </span>
      ))}
    </button>
  )
}
