import { ArrowRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { routes } from '../../app/routes'
import { Button } from '../../ui/button'
import { ErrorNote } from '../../ui/notes'
import { useLaunch } from './launch-context'
import { StartLockButton } from './start-lock-button'
import { placeOfRefusal, remedyFor, type RefusalPlace } from './plan-refusal'

/** The console's sentence beside the control that caused it, with the nearest legal value as one click. */
export function RefusalNote({ places }: { readonly places: readonly RefusalPlace[] }) {
  const { picture, startError } = useLaunch()
  const refused = [picture.error, startError].find((error) => error && places.includes(placeOfRefusal(error)))
  const note = useRef<HTMLDivElement>(null)
  const isStart = refused !== undefined && refused === startError
  useEffect(() => {
    // the button is at the bottom of the page, its place may be anywhere
    if (isStart) note.current?.scrollIntoView({ block: 'nearest' })
  }, [isStart])
  if (!refused) return null
  return (
    <div ref={note} className="flex scroll-m-4 flex-col items-start gap-2">
      <ErrorNote error={refused} className="w-full" />
      <RemedyButton error={refused} />
      <StartLockButton error={refused} />
      {refused.code === 'rollout.cluster-busy' ? <BusyLink rollout={refused.details['rollout']} /> : null}
    </div>
  )
}

/** The way from a refusal to a plan that is legal. */
export function RemedyButton({ error }: { readonly error: NonNullable<ReturnType<typeof useLaunch>['startError']> }) {
  const { t } = useTranslation('newLaunch')
  const { form, hosts, change } = useLaunch()
  const remedy = form && remedyFor(error, form, hosts.length)
  if (!remedy) return null
  const label =
    remedy.value === 'canary' || remedy.value === 'starter'
      ? t(`remedy.${remedy.value}`)
      : t('remedy.use', { value: remedy.value })
  return (
    <Button size="sm" onClick={() => change({ strategy: remedy.form })}>
      {label}
    </Button>
  )
}

/** The way to the rollout that is in the way. */
export function BusyLink({ rollout }: { readonly rollout: unknown }) {
  const { t } = useTranslation('newLaunch')
  if (typeof rollout !== 'string') return null
  return (
    <Link
      href={routes.launch(rollout)}
      className="inline-flex items-center gap-1.5 text-sm text-accent underline-offset-2 hover:underline"
    >
      {t('start.openBusy')}
      <ArrowRight aria-hidden size={14} />
    </Link>
  )
}
