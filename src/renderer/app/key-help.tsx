import { useHotkeys } from 'react-hotkeys-hook'
import { useTranslation } from 'react-i18next'
import { useRoute } from 'wouter'
import { create } from 'zustand'
import { Dialog } from '../ui/dialog'
import { KeyList } from './key-list'

const useKeyHelp = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }))
export const openKeyHelp = (): void => useKeyHelp.setState({ isOpen: true })

/** `?`: the keys of the page. */
export function KeyHelp() {
  const { t } = useTranslation('app')
  const { isOpen } = useKeyHelp()
  const [isLaunch] = useRoute('/rollouts/:rollout')
  // the launch page has more keys and shows them itself
  useHotkeys('shift+?, ?', openKeyHelp, { useKey: true, preventDefault: true, enabled: !isLaunch })
  return (
    <Dialog
      isOpen={isOpen}
      onClose={() => useKeyHelp.setState({ isOpen: false })}
      title={t('keys.title')}
      className="w-[min(42rem,calc(100vw-2rem))]"
    >
      <KeyList />
    </Dialog>
  )
}
