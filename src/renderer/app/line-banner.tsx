import { CloudOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { line } from '../api/line'
import { useLine } from '../stores/line-store'
import { formatDuration, formatTime } from '../ui/format'
import { Note } from '../ui/notes'
import { useNow } from '../ui/use-now'

/** Says that the picture is old, how old, and that it heals by itself; nothing while the line is open. */
export function LineBanner() {
  const { t } = useTranslation('app')
  const { state } = useLine()
  const nowMs = useNow(state.kind === 'open' ? 0 : 1_000)
  if (state.kind === 'open') return null
  if (state.kind === 'connecting') return <Bar>{t('line.connecting')}</Bar>
  if (state.kind === 'signed-out') return <Bar>{t('line.signedOut')}</Bar>
  const seconds = Math.max(0, Math.ceil((state.nextTryAtMs - nowMs) / 1_000))
  const at = formatTime(line.heardAtMs)
  return <Bar>{t('line.lost', { at, age: formatDuration(nowMs - line.heardAtMs), seconds, tries: state.tries })}</Bar>
}

function Bar({ children }: { readonly children: string }) {
  return (
    <div role="status" aria-live="polite">
      <Note tone="orange" icon={CloudOff} className="rounded-none border-x-0 border-t-0 px-4 py-1.5">
        {children}
      </Note>
    </div>
  )
}
