import { Ellipsis, FastForward, Keyboard, RotateCw, Undo2, XOctagon, type LucideIcon } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { hostsInFlight, openDebts } from '../../../shared/domain/rollout-state'
import { phaseOf } from '../../../shared/domain/rollout-view'
import { usePerson } from '../../stores/person-store'
import { useRollout } from '../../stores/rollouts'
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
  const { t, i18n } = useTranslation('launch')
  const ui = useLaunchActions()
  const stateNow = useStateNow()
  const person = usePerson(({ person: name }) => name)
  // what the consequences depend on; hosts that only go on to their next step change none of it
  const key = useRollout(
    useShallow((state) => {
      const statuses = Object.values(state.hosts).map(({ status }) => status)
      const failed = statuses.filter((status) => status === 'failed').length
      const done = statuses.filter((status) => status === 'succeeded').length
      return [phaseOf(state), failed, done, hostsInFlight(state).length, openDebts(state).length, state.position].join(
        ' ',
      )
    }),
  )
  const operations = useMemo(() => {
    const state = stateNow()
    return operationsFor(state).map((name) => viewOperation(name, state, person))
  }, [key, person, stateNow, i18n.language])
  const items: MenuItem[] = operations.map(({ name, consequences, refusal }) => ({
    label: t(`operation.${name}`),
    icon: operationIcons[name],
    isDanger: name === 'revoke' || name === 'rollback',
    isDisabled: refusal !== undefined,
    note: refusal ?? consequences.join(' '),
    onSelect: () => ui.ask({ kind: name }),
  }))
  return (
    <Menu
      label={t('operation.menu')}
      trigger={<IconButton icon={Ellipsis} tone="plain" size="md" label={t('operation.menu')} />}
      items={[
        ...items,
        ...(items.length > 0 ? (['separator'] as const) : []),
        { label: t('keys.title'), icon: Keyboard, keys: '?', onSelect: () => ui.ask({ kind: 'keys' }) },
      ]}
    />
  )
}
