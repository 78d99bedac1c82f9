import { Controller, useFormContext, type FieldPath } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { builtInChecks } from '../../../shared/domain/checklist'
import { Switch } from '../../ui/check-box'
import { Field, TextArea, TextInput } from '../../ui/field'
import { Segmented } from '../../ui/segmented'
import { Select } from '../../ui/select'
import { examples } from './examples'
import { idFrom, itemProblems, type ChecklistForm, type ItemForm } from './item-form'

const kinds = ['tick', 'value', 'command', 'http', 'builtin'] as const
const waivers = ['anyone', 'people', 'nobody'] as const

type TextField =
  | 'id'
  | 'ask'
  | 'why'
  | 'people'
  | 'pattern'
  | 'run'
  | 'expectOutput'
  | 'via'
  | 'url'
  | 'expectStatus'
  | 'expectBody'
  | 'timeout'

/** The fields of one item; those of its kind only. */
export function ItemFields({ index, item }: { readonly index: number; readonly item: ItemForm }) {
  const { t } = useTranslation('checklists')
  const { setValue } = useFormContext<ChecklistForm>()
  const set = <Key extends keyof ItemForm>(key: Key, value: ItemForm[Key]) =>
    setValue(`items.${index}.${key}` as FieldPath<ChecklistForm>, value as never, {
      shouldDirty: true,
      shouldValidate: true,
    })
  const followAsk = () => {
    const id = idFrom(item.ask)
    if (/^item-\d+$/.test(item.id) && id !== '') set('id', id)
  }
  return (
    <div className="flex flex-col gap-4">
      <ItemText index={index} name="ask" onLeave={followAsk} />
      <ItemText index={index} name="why" />
      <div className="flex flex-col gap-1">
        <p className="text-xs font-medium text-muted">{t('field.kind')}</p>
        <Segmented
          label={t('field.kind')}
          value={item.kind}
          onChange={(kind) => set('kind', kind)}
          className="self-start"
          options={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
        />
        <p className="text-xs text-faint">{t(`kindWhat.${item.kind}`)}</p>
      </div>
      <KindFields index={index} item={item} onCheck={(check) => set('check', check)} />
      <div className="grid grid-cols-2 items-start gap-4">
        <ItemText index={index} name="id" isCode />
        <div className="pt-5">
          <Switch
            isChecked={item.isBlocking}
            onChange={(isBlocking) => set('isBlocking', isBlocking)}
            label={t('field.isBlocking')}
            hint={item.isBlocking ? t('field.isBlockingOn') : t('field.isBlockingOff')}
          />
        </div>
      </div>
      {item.isBlocking ? (
        <div className="flex flex-wrap items-end gap-3">
          <div className="flex flex-col gap-1">
            <p className="text-xs font-medium text-muted">{t('field.waive')}</p>
            <Segmented
              label={t('field.waive')}
              value={item.waive}
              onChange={(waive) => set('waive', waive)}
              options={waivers.map((waive) => ({ value: waive, label: t(`waive.${waive}`) }))}
            />
          </div>
          {item.waive === 'people' ? (
            <div className="min-w-48 flex-1">
              <ItemText index={index} name="people" />
            </div>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

function KindFields({
  index,
  item,
  onCheck,
}: {
  readonly index: number
  readonly item: ItemForm
  readonly onCheck: (check: ItemForm['check']) => void
}) {
  const { t } = useTranslation('checklists')
  const { t: engine } = useTranslation('engine')
  switch (item.kind) {
    case 'tick':
      return null
    case 'value':
      return <ItemText index={index} name="pattern" isCode />
    case 'command':
      return (
        <>
          <ItemText index={index} name="run" isCode rows={3} />
          <div className="grid grid-cols-[1fr_1fr_7rem] gap-3">
            <ItemText index={index} name="expectOutput" isCode />
            <ItemText index={index} name="via" isCode />
            <ItemText index={index} name="timeout" isCode />
          </div>
        </>
      )
    case 'http':
      return (
        <>
          <ItemText index={index} name="url" isCode />
          <div className="grid grid-cols-[7rem_1fr_7rem] gap-3">
            <ItemText index={index} name="expectStatus" isCode />
            <ItemText index={index} name="expectBody" isCode />
            <ItemText index={index} name="timeout" isCode />
          </div>
        </>
      )
    case 'builtin':
      return (
        <Field label={t('field.check')} hint={engine(`item.${item.check}.why`)}>
          <Select
            value={item.check}
            onChange={onCheck}
            options={builtInChecks.map((check) => ({ value: check, label: engine(`item.${check}.ask`) }))}
          />
        </Field>
      )
  }
}

function ItemText({
  index,
  name,
  isCode = false,
  rows = 1,
  onLeave,
}: {
  readonly index: number
  readonly name: TextField
  readonly isCode?: boolean
  readonly rows?: number
  readonly onLeave?: () => void
}) {
  const { t } = useTranslation('checklists')
  const { control, trigger } = useFormContext<ChecklistForm>()
  return (
    <Controller
      control={control}
      name={`items.${index}.${name}`}
      render={({ field, fieldState: { error } }) => {
        const problem = itemProblems.find((each) => each === error?.message)
        const props = {
          ...field,
          onBlur: () => {
            field.onBlur()
            onLeave?.()
            void trigger(`items.${index}.${name}`)
          },
          className: isCode ? 'font-mono text-xs' : '',
          placeholder: name === 'ask' ? t('placeholder.ask') : examples[name],
        }
        return (
          <Field
            label={t(`field.${name}`)}
            hint={t(`hint.${name}`)}
            error={problem ? t(`problem.${problem}`) : undefined}
          >
            {rows > 1 ? <TextArea {...props} rows={rows} /> : <TextInput {...props} />}
          </Field>
        )
      }}
    />
  )
}
