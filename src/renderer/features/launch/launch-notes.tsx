import { Undo2, OctagonPause, TriangleAlert, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useAction } from '../../api/queries'
import { useRollout } from '../../stores/rollouts'
import { IconButton } from '../../ui/button'
import { warningText } from '../../ui/engine-text'
import { Ago } from '../../ui/moment'
import { ErrorNote, Note } from '../../ui/notes'
import { AwakeNote } from './awake-note'
import { RecoveryNote } from './recovery-note'

/** What a person has to know before anything else: the brake and its cause, a restart of the console, warnings of the plan. */
export function LaunchNotes() {
  return (
    <div className="flex flex-col gap-2 empty:hidden [&:not(:empty)]:px-3 [&:not(:empty)]:pt-3">
      <BrakeNote />
      <RevokeNote />
      <RecoveryNote />
      <AwakeNote />
      <Attachment />
      <PlanWarnings />
    </div>
  )
}

function BrakeNote() {
  const { t } = useTranslation('launch')
  const brake = useRollout(({ brake: pulled, result }) => (result === undefined ? pulled : undefined))
  if (!brake) return null
  return (
    <Note tone="orange" icon={OctagonPause}>
      <p className="font-medium">{t(`brake.${brake.cause}`, { by: brake.by })}</p>
      <p>
        {brake.reason} · <Ago atMs={brake.atMs} />
      </p>
    </Note>
  )
}

function RevokeNote() {
  const { t } = useTranslation('launch')
  const revoking = useRollout((state) => (state.result === undefined ? state.revoking : undefined))
  if (!revoking) return null
  return (
    <Note tone="orange" icon={Undo2}>
      {t('notes.revoking', { by: revoking.by, reason: revoking.reason })}
    </Note>
  )
}

/** Nobody may be running this rollout after a restart: whoever opens its page has it taken up. */
function Attachment() {
  const { rollout, isOver } = useRollout(
    useShallow(({ settings, result }) => ({ rollout: settings.rollout, isOver: result !== undefined })),
  )
  const { mutate, error } = useAction('rollout:attach')
  useEffect(() => {
    if (!isOver) mutate({ rollout })
  }, [rollout, isOver, mutate])
  return <ErrorNote error={error} onRetry={() => mutate({ rollout })} />
}

function PlanWarnings() {
  const { t } = useTranslation('launch')
  const [isHidden, setHidden] = useState(false)
  const warnings = useRollout(({ settings }) => settings.plan.warnings)
  const isOver = useRollout(({ result }) => result !== undefined)
  if (warnings.length === 0 || isOver || isHidden) return null
  return (
    <Note tone="amber" icon={TriangleAlert}>
      <div className="flex items-start gap-2">
        <ul className="flex-1">
          {warnings.map((warning) => (
            <li key={warning.message}>{warningText(warning)}</li>
          ))}
        </ul>
        <IconButton icon={X} label={t('notes.dismiss')} onClick={() => setHidden(true)} className="-my-1" />
      </div>
    </Note>
  )
}
