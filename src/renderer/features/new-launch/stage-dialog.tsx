import { Check, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { useAction } from '../../api/queries'
import { currentPerson } from '../../stores/person-store'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Elapsed } from '../../ui/moment'
import { ErrorNote, Note } from '../../ui/notes'
import { useLaunch } from './launch-context'

/** Staging outlives its dialog: whoever opens it again sees how far it is. */
export type Staging = ReturnType<typeof useAction<'stage:run'>>

/** Bring the package to every host ahead of the window; no host leaves traffic. */
export function StageDialog({ stage, onClose }: { readonly stage: Staging; readonly onClose: () => void }) {
  const { t } = useTranslation('newLaunch')
  const { t: common } = useTranslation()
  const { draft, hosts } = useLaunch()
  const { app, environment, sha256 } = draft
  const version = draft.version.trim()
  const run = () => {
    const digest = sha256.trim()
    stage.mutate({ app, environment, version, by: currentPerson(), ...(digest === '' ? {} : { sha256: digest }) })
  }
  const results = stage.data?.toSorted((one, other) => Number(one.ok) - Number(other.ok))
  const failed = results?.filter(({ ok }) => !ok).length ?? 0
  const footer = (
    <>
      <Button onClick={onClose}>{common('action.close')}</Button>
      {results && failed === 0 ? null : (
        <Button tone="primary" isBusy={stage.isPending} onClick={run}>
          {results ? t('stage.again') : t('stage.run', { count: hosts.length })}
        </Button>
      )}
    </>
  )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('stage.title', { app, version, environment })}
      description={t('stage.what')}
      footer={footer}
    >
      <div className="flex flex-col gap-3">
        {stage.isPending ? (
          <p role="status" className="text-sm text-muted">
            {t('stage.running', { count: hosts.length })} <Elapsed fromMs={stage.submittedAt} />
          </p>
        ) : null}
        <ErrorNote error={stage.error} />
        {results ? (
          <>
            <Note tone={failed === 0 ? 'green' : 'red'} icon={failed === 0 ? Check : X}>
              {failed === 0
                ? t('stage.done', { count: results.length })
                : t('stage.failed', { count: failed, hosts: results.length })}
            </Note>
            <ul className="max-h-72 overflow-y-auto rounded-md border border-line">
              {results.map(({ host, ok, problem }) => (
                <li
                  key={host}
                  className="flex items-start gap-2 border-b border-line px-3 py-1.5 text-sm last:border-b-0"
                >
                  {ok ? (
                    <Check aria-label={t('stage.ok')} size={15} className="mt-0.5 shrink-0 text-green-fg" />
                  ) : (
                    <X aria-label={t('stage.bad')} size={15} className="mt-0.5 shrink-0 text-red-fg" />
                  )}
                  <span className="shrink-0 font-mono text-xs leading-5">{host}</span>
                  <span className="min-w-0 text-xs leading-5 text-muted">{problem}</span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Dialog>
  )
}
