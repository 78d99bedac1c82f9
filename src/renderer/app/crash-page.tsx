import type { FallbackProps } from 'react-error-boundary'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button'
import { ErrorNote } from '../ui/notes'

/** A bug of the page. What runs is not touched by it: the console works on behind it. */
export function CrashPage({ error, resetErrorBoundary }: FallbackProps) {
  const { t } = useTranslation('app')
  return (
    <div className="mx-auto flex max-w-140 flex-col gap-4 p-10">
      <h1 className="text-lg font-semibold">{t('crash.title')}</h1>
      <p className="text-muted">{t('crash.what')}</p>
      <ErrorNote error={error} />
      <div>
        <Button tone="primary" onClick={resetErrorBoundary}>
          {t('crash.again')}
        </Button>
      </div>
    </div>
  )
}
