import { useEffect, useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useTranslation } from 'react-i18next'
import { useRoute } from 'wouter'
import { create } from 'zustand'
import { useAction, useConsole } from '../api/queries'
import { usePerson } from '../stores/person-store'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, TextInput } from '../ui/field'
import { HoldButton } from '../ui/hold-button'
import { ErrorNote, Note } from '../ui/notes'
import { Select } from '../ui/select'

const useBrake = create<{ readonly rollout: string | undefined; readonly isOpen: boolean }>(() => ({
  rollout: undefined,
  isOpen: false,
}))

/** Ask for the brake of a rollout, or of the one that is in sight. */
export const openBrake = (rollout?: string): void => useBrake.setState({ rollout, isOpen: true })

/** Ctrl+. from anywhere: hold to brake. Starts nothing new; what is under way comes to rest at a safe point. */
export function BrakeDialog() {
  const { t } = useTranslation('app')
  const { isOpen, rollout: wanted } = useBrake()
  const { person } = usePerson()
  const [, inSight] = useRoute('/rollouts/:rollout')
  const { data } = useConsole('board:show', {})
  const brake = useAction('rollout:brake')
  const [reason, setReason] = useState('')
  const [chosen, setChosen] = useState<string>()
  useHotkeys('mod+period', () => openBrake(), { preventDefault: true, enableOnFormTags: true })
  const running = (data?.open ?? []).filter(({ phase }) => phase !== 'braked' && phase !== 'revoking')
  const preferred = [chosen, wanted, inSight?.rollout].find((id) => running.some(({ rollout }) => rollout === id))
  const target = running.find(({ rollout }) => rollout === preferred) ?? running[0]
  useEffect(() => setChosen(undefined), [isOpen])
  const close = () => {
    useBrake.setState({ isOpen: false })
    setReason('')
    brake.reset()
  }
  const pull = () => {
    if (!target) return
    brake.mutate(
      { rollout: target.rollout, by: person, reason: reason.trim() || t('brake.defaultReason') },
      { onSuccess: close },
    )
  }
  const footer = target ? (
    <>
      <Button onClick={close}>{t('brake.keepGoing')}</Button>
      <HoldButton tone="danger" autoFocus isBusy={brake.isPending} onHeld={pull}>
        {t('brake.hold', { app: target.app, version: target.version })}
      </HoldButton>
    </>
  ) : undefined
  return (
    <Dialog isOpen={isOpen} onClose={close} title={t('brake.title')} description={t('brake.what')} footer={footer}>
      {target ? (
        <div className="flex flex-col gap-3">
          {running.length > 1 ? (
            <Select
              aria-label={t('brake.which')}
              value={target.rollout}
              onChange={setChosen}
              options={running.map(({ rollout, app, environment, version }) => ({
                value: rollout,
                label: `${app} ${version} · ${environment}`,
              }))}
            />
          ) : (
            <p className="font-medium">{`${target.app} ${target.version} · ${target.environment}`}</p>
          )}
          <Field label={t('brake.reason')} hint={t('brake.reasonHint')}>
            <TextInput value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <ErrorNote error={brake.error} />
        </div>
      ) : (
        <Note>{t('brake.nothing')}</Note>
      )}
    </Dialog>
  )
}
