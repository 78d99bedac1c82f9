import { useHotkeys } from 'react-hotkeys-hook'
import { focusTile } from './batches-panel'
import { useLaunchActions } from './launch-ui'
import { signButtonId } from './sign-box'
import { moveFocus } from './tile-model'
import { useStateNow } from './use-now-state'

/** The keys of the launch page (keys-dialog.tsx lists them). None of them works while somebody types. */
export function useLaunchKeys(): void {
  const ui = useLaunchActions()
  const stateNow = useStateNow()
  const move = (by: number, isFailedOnly: boolean) => {
    const { settings, hosts } = stateNow()
    const names = settings.plan.batches.flatMap((batch) => batch.hosts)
    const wanted = isFailedOnly ? names.filter((name) => hosts[name]?.status === 'failed') : names
    const next = moveFocus(wanted, ui.store.getState().focused, by)
    if (next !== undefined) focusTile(next)
  }
  useHotkeys('j', () => move(1, false))
  useHotkeys('k', () => move(-1, false))
  useHotkeys('n', () => move(1, true))
  useHotkeys('p', () => move(-1, true))
  useHotkeys('t', () => ui.toggleDock(!ui.store.getState().dock.isOpen))
  useHotkeys('shift+/, /', () => ui.search(true), { useKey: true, preventDefault: true })
  useHotkeys('s', () => {
    const button = document.getElementById(signButtonId)
    button?.focus()
    button?.scrollIntoView({ block: 'nearest' })
  })
  useHotkeys('shift+?, ?', () => ui.ask({ kind: 'keys' }), { useKey: true })
}
