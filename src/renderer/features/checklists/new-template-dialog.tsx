import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChecklistScope, GateName } from '../../../shared/domain/checklist-merge'
import { useConsole } from '../../api/queries'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field, TextInput } from '../../ui/field'
import { Segmented } from '../../ui/segmented'
import { Select } from '../../ui/select'
import { gateNames, scopes, type TemplatePlace } from './templates'

/** Whose gates, and which one; the items follow in the editor. */
export function NewTemplateDialog({
  onClose,
  onAdd,
}: {
  readonly onClose: () => void
  readonly onAdd: (place: TemplatePlace) => void
}) {
  const { t } = useTranslation('checklists')
  const { t: common } = useTranslation()
  const [scope, setScope] = useState<ChecklistScope>('environment')
  const [name, setName] = useState('')
  const [gate, setGate] = useState<GateName>('beforeBatch')
  const known = useKnownNames(scope)
  const isNamed = name.trim() !== ''
  const footer = (
    <>
      <Button onClick={onClose}>{common('action.cancel')}</Button>
      <Button
        tone="primary"
        disabledBecause={isNamed ? undefined : t('new.nameMissing')}
        onClick={() => onAdd({ scope, name: name.trim(), gate })}
      >
        {t('new.add')}
      </Button>
    </>
  )
  return (
    <Dialog isOpen onClose={onClose} title={t('new.title')} description={t('new.what')} footer={footer}>
      <div className="flex flex-col gap-4">
        <div className="flex flex-col gap-1">
          <p className="text-xs font-medium text-muted">{t('new.scope')}</p>
          <Segmented
            label={t('new.scope')}
            value={scope}
            onChange={(chosen) => {
              setScope(chosen)
              setName('')
            }}
            className="self-start"
            options={scopes.map((each) => ({ value: each, label: t(`scopeOne.${each}`) }))}
          />
          <p className="text-xs text-faint">{t(`scopeWhat.${scope}`)}</p>
        </div>
        {known.length > 0 ? (
          <Field label={t(`scopeOne.${scope}`)}>
            <Select
              value={name === '' ? undefined : name}
              placeholder={t('new.choose')}
              onChange={setName}
              options={known.map((each) => ({ value: each, label: each }))}
            />
          </Field>
        ) : (
          <Field label={t(`scopeOne.${scope}`)} hint={t('new.noneKnown')}>
            <TextInput value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        )}
        <Field label={t('new.gate')} hint={t(`gateWhat.${gate}`)}>
          <Select
            value={gate}
            onChange={setGate}
            options={gateNames.map((each) => ({ value: each, label: t(`gate.${each}`) }))}
          />
        </Field>
      </div>
    </Dialog>
  )
}

/** Names of a scope that exist in the inventory. */
export function useKnownNames(scope: ChecklistScope): readonly string[] {
  const { data: board } = useConsole('board:show', {})
  if (!board) return []
  if (scope === 'environment') return board.environments
  const names = board.apps.map(({ app, tier }) => (scope === 'app' ? app : tier))
  return [...new Set(names.filter((name) => name !== undefined))]
}
