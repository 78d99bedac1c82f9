import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChecklistItem } from '../../../shared/domain/checklist'
import type { GateState } from '../../../shared/domain/rollout-state'
import { Button } from '../../ui/button'
import { Field, TextInput } from '../../ui/field'
import { Ago } from '../../ui/moment'
import { isValueGood } from './gate-model'

type ItemAnswerProps = {
  readonly gate: GateState
  readonly item: ChecklistItem
  readonly ask: string
  readonly isBusy: boolean
  readonly onGive: (value: string) => void
}

/** Who gave which answer and when, once it is given; the place to give a value. */
export function ItemAnswer({ gate, item, ask, isBusy, onGive }: ItemAnswerProps) {
  const { t } = useTranslation('launch')
  const given = gate.answers[item.id]
  return (
    <>
      {given ? (
        <p className="text-xs text-muted">
          {given.answer === true
            ? t('item.tickedBy', { by: given.by })
            : t('item.valueBy', { by: given.by, value: given.answer })}
          {' · '}
          <Ago atMs={given.atMs} />
        </p>
      ) : null}
      {item.kind === 'value' ? (
        <ValueForm pattern={item.pattern} ask={ask} isGiven={given !== undefined} isBusy={isBusy} onGive={onGive} />
      ) : null}
    </>
  )
}

function ValueForm({
  pattern,
  ask,
  isGiven,
  isBusy,
  onGive,
}: {
  readonly pattern: string | undefined
  readonly ask: string
  readonly isGiven: boolean
  readonly isBusy: boolean
  readonly onGive: (value: string) => void
}) {
  const { t } = useTranslation('launch')
  const [value, setValue] = useState('')
  const [isTried, setTried] = useState(false)
  const isGood = isValueGood(pattern, value)
  const error = isTried && !isGood ? (pattern ? t('item.badValue', { pattern }) : t('item.emptyValue')) : undefined
  return (
    <form
      className="flex items-start gap-1.5"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!isGood) return
        onGive(value)
        setValue('')
        setTried(false)
      }}
    >
      <Field
        label={<span className="sr-only">{ask}</span>}
        hint={pattern ? t('item.patternHint', { pattern }) : undefined}
        error={error}
        className="flex-1"
      >
        <TextInput
          value={value}
          placeholder={isGiven ? t('item.otherValue') : undefined}
          className="h-7"
          onChange={(event) => setValue(event.target.value)}
        />
      </Field>
      <Button type="submit" size="sm" isBusy={isBusy} className="mt-1">
        {t('item.give')}
      </Button>
    </form>
  )
}
