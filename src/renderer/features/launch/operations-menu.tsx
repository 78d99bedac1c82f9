import { Ellipsis, FastForward, Keyboard, RotateCw, Undo2, XOctagon, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { usePerson } from '../../stores/person-store'
import { IconButton } from '../../ui/button'
import { Menu, type MenuItem } from '../../ui/menu'
import { useLaunchActions } from './launch-ui'
import { operationsFor, viewOperation, type OperationName } from './operations'
import { useStateNow } from './use-now-state'

export const operationIcons: Readonly<Record<OperationName, LucideIcon>> = {
  resume: FastForward,
  retry: RotateCw,
  revoke: XOctagon,
  rollback: Undo2,
}

/** Every operation of the rollout as a whole, with what follows from it beside it. */
export function OperationsMenu() {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const stateNow = useStateNow()
  const person = usePerson(({ person: name }) => name)
  // asked when the menu opens: foreseeing costs more than all the rest of the page's head
  const items = (): readonly MenuItem[] => {
    const state = stateNow()
    const operations = operationsFor(state).map((name) => viewOperation(name, state, person))
    return [
      ...operations.map(({ name, consequences, refusal }) => ({
        label: t(`operation.${name}`),
        icon: operationIcons[name],
        isDanger: name === 'revoke' || name === 'rollback',
        isDisabled: refusal !== undefined,
        note: refusal ?? consequences.join(' '),
        onSelect: () => ui.ask({ kind: name }),
      })),
      ...(operations.length > 0 ? (['separator'] as const) : []),
      { label: t('keys.title'), icon: Keyboard, keys: '?', onSelect: () => ui.ask({ kind: 'keys' }) },
    ]
  }
  return (
    <Menu
      label={t('operation.menu')}
      trigger={<IconButton icon={Ellipsis} tone="plain" size="md" label={t('operation.menu')} />}
      items={items}
    />
  )
}
