import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../api/queries'
import { routes } from './routes'

/** The window's title counts what waits for a person; the browser tells when a decision begins to wait and nobody looks. */
export function useAttention(): void {
  const { t } = useTranslation('app')
  const { data } = useConsole('board:show', {})
  const waiting = (data?.open ?? []).filter(({ phase }) => phase === 'waiting' || phase === 'braked')
  const told = useRef(new Set<string>())
  useEffect(() => {
    document.title = waiting.length === 0 ? 'Lastmile' : `(${waiting.length}) Lastmile`
  }, [waiting.length])
  useEffect(() => {
    for (const { rollout, app, version, environment, phase, gate } of waiting) {
      const key = `${rollout} ${phase} ${gate ?? ''}`
      if (told.current.has(key)) continue
      told.current.add(key)
      if (document.visibilityState === 'visible' && document.hasFocus()) continue
      notify(t(`attention.${phase === 'braked' ? 'braked' : 'waiting'}`), `${app} ${version} · ${environment}`, rollout)
    }
  })
}

/** Asked for on a click, as browsers want it. */
export async function allowNotifications(): Promise<boolean> {
  if (!('Notification' in window)) return false
  return (await Notification.requestPermission()) === 'granted'
}

function notify(title: string, body: string, rollout: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  const notification = new Notification(title, { body, tag: rollout })
  notification.onclick = () => {
    window.focus()
    window.location.hash = routes.launch(rollout)
    notification.close()
  }
}
