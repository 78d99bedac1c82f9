import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { AroundNavHandler } from 'wouter'
import { create } from 'zustand'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

type Guard = {
  /** Undo what is not saved. */
  readonly discard: () => void
}

const useGuard = create<{ readonly guard: Guard | undefined; readonly leave: (() => void) | undefined }>(() => ({
  guard: undefined,
  leave: undefined,
}))

const pathOf = (place: string) => place.split('?')[0]
const here = () => pathOf(`/${window.location.hash.replace(/^#?\/?/, '')}`)

/** For `Router`: ask before another page is shown while something is not saved. */
export const askBeforeLeaving: AroundNavHandler = (navigate, to, options) => {
  const go = () => navigate(to, options)
  if (useGuard.getState().guard && pathOf(to) !== here()) useGuard.setState({ leave: go })
  else go()
}

/**
 * Ask before the page is left while there is something to lose. `discard` undoes it. Give the same function. A caller keeps its
 * changes when the page is left by the browser's own buttons, which cannot be asked about.
 */
export function useLeaveGuard(isDirty: boolean, discard: () => void): void {
  useEffect(() => {
    if (!isDirty) return
    useGuard.setState({ guard: { discard } })
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      useGuard.setState({ guard: undefined })
    }
  }, [isDirty, discard])
}

/** The question of the guard. */
export function LeaveDialog() {
  const { t } = useTranslation('app')
  const { guard, leave } = useGuard()
  const stay = () => useGuard.setState({ leave: undefined })
  const go = () => {
    leave?.()
    stay()
  }
  const footer = (
    <>
      <Button
        onClick={() => {
          guard?.discard()
          go()
        }}
      >
        {t('leave.discard')}
      </Button>
      <Button onClick={go}>{t('leave.keep')}</Button>
      <Button tone="primary" onClick={stay}>
        {t('leave.stay')}
      </Button>
    </>
  )
  return (
    <Dialog
      isOpen={leave !== undefined}
      onClose={stay}
      title={t('leave.title')}
      description={t('leave.what')}
      footer={footer}
    />
  )
}
