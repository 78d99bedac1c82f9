import { useEffect } from 'react'
import { wishMessage, type DesktopWish } from '../../shared/ipc/desktop-wish'
import { openFleetDialog } from '../features/fleet/fleet-dialogs'
import { findCommand } from './commands'
import { goTo } from './hash-location'
import { openPalette } from './palette'
import { routes } from './routes'

/** Wishes that came before there was anybody to do them. */
const waiting: DesktopWish[] = []
let take: ((wish: DesktopWish) => void) | undefined

/** Hear what the desktop wishes of this page; from the start, so that nothing is missed. Called once. */
export function followDesktopWishes(): void {
  window.addEventListener('message', ({ data, source }: MessageEvent<unknown>) => {
    // other windows may say what they like
    const message = source === window ? wishMessage.safeParse(data) : undefined
    if (!message?.success) return
    const { lastmile: wish } = message.data
    if (take) take(wish)
    else waiting.push(wish)
  })
}

/** Do what the desktop wishes, as the person could. */
export function useDesktopWishes(): void {
  useEffect(() => {
    take = (wish) => {
      if (wish.kind === 'go') goTo(wish.place)
      else if (wish.kind === 'file') openFile(wish)
      else if (wish.command === 'palette') openPalette()
      else findCommand(wish.command)?.run()
    }
    for (const wish of waiting.splice(0)) take(wish)
    return () => {
      take = undefined
    }
  }, [])
}

/** On the page of the fleet, where the form stands. */
function openFile({ text, fileName }: Extract<DesktopWish, { kind: 'file' }>): void {
  goTo(routes.fleet())
  openFleetDialog({ kind: 'file', text, fileName })
}
