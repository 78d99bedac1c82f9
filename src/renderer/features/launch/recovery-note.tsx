import { PlugZap, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lastFinding, type RecoveredStep } from '../../../shared/domain/recovery'
import { useRollout } from '../../stores/rollouts'
import { IconButton } from '../../ui/button'
import { formatTime } from '../../ui/format'
import { Note } from '../../ui/notes'
import { findingText } from '../../ui/recovery-text'

/** More lines than this would push the work out of sight; the rest is in the history. */
const mostLines = 6

/** The console ended in the middle of it and took the rollout up again: what it found of each interrupted host, and did. */
export function RecoveryNote() {
  const { t } = useTranslation('launch')
  const [seenAtMs, setSeenAtMs] = useState(0)
  const recovery = useRollout(({ result, recovery: known }) => (result === undefined ? known : undefined))
  if (!recovery || recovery.steps.length === 0 || recovery.atMs === seenAtMs) return null
  const { atMs, steps } = recovery
  return (
    <Note tone="blue" icon={PlugZap}>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p>{t('notes.restarted', { at: formatTime(atMs), count: steps.length })}</p>
          <ul className="mt-1">
            {steps.slice(0, mostLines).map((step) => (
              <RecoveredLine key={`${step.host}/${step.step}`} step={step} />
            ))}
          </ul>
          {steps.length > mostLines ? <p>{t('notes.moreFound', { count: steps.length - mostLines })}</p> : null}
        </div>
        <IconButton icon={X} label={t('notes.dismiss')} onClick={() => setSeenAtMs(atMs)} className="-my-1" />
      </div>
    </Note>
  )
}

function RecoveredLine({ step }: { readonly step: RecoveredStep }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const finding = lastFinding(step)
  const name = common(`step.${step.step}`)
  const since = step.sinceMs === undefined ? '' : formatTime(step.sinceMs)
  const what = finding ? findingText(step.step, finding) : t('notes.looking', { step: name, since })
  const end = step.end && t(step.end.outcome === 'failed' ? 'notes.endedBadly' : 'notes.endedWell')
  return (
    <li className="truncate">
      <span className="font-medium">{step.host}</span>
      {` · ${what}${end ? ` · ${end}` : ''}`}
    </li>
  )
}
