import { PackageCheck, Rocket } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppError } from '../../../shared/errors/app-error'
import { useAction } from '../../api/queries'
import { usePerson } from '../../stores/person-store'
import { Button } from '../../ui/button'
import { describeError } from '../../ui/describe-error'
import { useLaunch } from './launch-context'
import { StageDialog } from './stage-dialog'

/** The way forward: creates the rollout, which then stands before its first gate. */
export function StartBar({
  isStarting,
  missing,
  onStart,
}: {
  readonly isStarting: boolean
  /** Why it cannot start yet. */
  readonly missing: string | undefined
  readonly onStart: () => void
}) {
  const { t } = useTranslation('newLaunch')
  const { person } = usePerson()
  const { startError, draft } = useLaunch()
  const [isStageShown, setIsStageShown] = useState(false)
  const stage = useAction('stage:run')
  const cannotStage = draft.app === '' || draft.environment === '' || draft.version.trim() === ''
  return (
    <footer className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-6 py-3">
      <p className="min-w-0 flex-1 text-xs text-muted">
        {startError ? (
          <StartRefusal error={startError} />
        ) : (
          <>
            {missing === undefined ? null : <span className="font-medium text-fg">{`${missing} `}</span>}
            {t('start.nothingYet', { person })}
          </>
        )}
      </p>
      <Button
        size="lg"
        icon={PackageCheck}
        onClick={() => setIsStageShown(true)}
        disabledBecause={cannotStage ? t('start.stageNeeds') : undefined}
      >
        {stage.isPending ? t('start.staging') : t('start.stage')}
      </Button>
      <Button
        size="lg"
        tone="primary"
        icon={Rocket}
        isBusy={isStarting}
        disabledBecause={isStarting ? undefined : missing}
        onClick={onStart}
      >
        {isStarting ? t('start.starting') : t('start.create')}
      </Button>
      {isStageShown ? <StageDialog stage={stage} onClose={() => setIsStageShown(false)} /> : null}
    </footer>
  )
}

/** The sentence once more, since its place may be scrolled out of sight. */
function StartRefusal({ error }: { readonly error: AppError }) {
  return (
    <span role="alert" className="line-clamp-2 text-red-fg">
      {describeError(error)}
    </span>
  )
}
