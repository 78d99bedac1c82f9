import { BellRing } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../api/queries'
import { Button } from '../ui/button'
import { allowNotifications } from './attention'

/** Asked once per browser; the settings offer it again. */
const storageKey = 'lastmile.notifications-declined'

const isWorthAsking = () =>
  'Notification' in window && Notification.permission === 'default' && window.localStorage.getItem(storageKey) === null

/** While something is in progress: the quiet offer to be told when a decision waits. */
export function AttentionHint() {
  const { t } = useTranslation('app')
  const { data } = useConsole('board:show', {})
  const [isAsked, setIsAsked] = useState(false)
  if (isAsked || !data || data.open.length === 0 || !isWorthAsking()) return null
  const decline = () => {
    window.localStorage.setItem(storageKey, 'yes')
    setIsAsked(true)
  }
  return (
    <section aria-label={t('attention.hint')} className="m-2 rounded-md border border-line bg-surface p-2.5 text-xs">
      <p className="flex items-start gap-2 text-muted">
        <BellRing aria-hidden size={14} className="mt-px shrink-0" />
        {t('attention.hint')}
      </p>
      <div className="mt-2 flex flex-wrap gap-1">
        <Button size="sm" onClick={() => void allowNotifications().finally(() => setIsAsked(true))}>
          {t('attention.allow')}
        </Button>
        <Button size="sm" tone="quiet" onClick={decline}>
          {t('attention.later')}
        </Button>
      </div>
    </section>
  )
}
