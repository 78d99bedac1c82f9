import { Ban } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { line } from '../../api/line'
import { currentPerson } from '../../stores/person-store'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { formatDateTime } from '../../ui/format'
import { Note } from '../../ui/notes'
import type { KnownRelease } from './release-list'

/** The chosen version is blocked: by whom, why, and the way to lift that. */
export function BlockedNote({ release }: { readonly release: KnownRelease }) {
  const { t } = useTranslation('newLaunch')
  const [isAsking, setIsAsking] = useState(false)
  const { app, version, blocked } = release
  if (!blocked) return null
  const lift = (reason: string) => line.request('release:unblock', { app, version, by: currentPerson(), reason })
  return (
    <Note tone="red" icon={Ban}>
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="font-medium">{t('blocked.title', { version })}</p>
          <p className="text-xs">{t('blocked.by', { by: blocked.by, at: formatDateTime(blocked.atMs) })}</p>
          <p className="mt-1 text-fg">{blocked.reason}</p>
        </div>
        <Button size="sm" onClick={() => setIsAsking(true)}>
          {t('blocked.lift')}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('blocked.liftTitle', { app, version })}
        confirm={t('blocked.liftConfirm', { version })}
        tone="primary"
        needsReason
        onConfirm={lift}
      >
        <p>{t('blocked.liftWhat', { reason: blocked.reason })}</p>
      </ConfirmDialog>
    </Note>
  )
}
