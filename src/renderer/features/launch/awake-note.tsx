import { MoonStar, X } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../../api/queries'
import { useRollout } from '../../stores/rollouts'
import { IconButton } from '../../ui/button'
import { Note } from '../../ui/notes'

/** Told once in each browser: it does not change from launch to launch. */
const storageKey = 'lastmile.awake-note-seen'

/** This machine may fall asleep in the middle of a batch, because it cannot be kept from it. */
export function AwakeNote() {
  const { t } = useTranslation('launch')
  const [isSeen, setSeen] = useState(() => localStorage.getItem(storageKey) !== null)
  const isOver = useRollout(({ result }) => result !== undefined)
  const { data: awake } = useConsole('console:awake', {})
  if (isSeen || isOver || !awake || awake.isKept) return null
  const dismiss = () => {
    localStorage.setItem(storageKey, 'yes')
    setSeen(true)
  }
  return (
    <Note tone="slate" icon={MoonStar}>
      <div className="flex items-start gap-2">
        <p className="flex-1">{t(`notes.sleep-${awake.because}`, { detail: awake.detail })}</p>
        <IconButton icon={X} label={t('notes.dismiss')} onClick={dismiss} className="-my-1" />
      </div>
    </Note>
  )
}
