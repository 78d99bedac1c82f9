import { Keyboard, OctagonPause, PenLine, RefreshCw, Search, SquareTerminal, Wrench } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useShallow } from 'zustand/react/shallow'
import { openDebts, waitingGate } from '../../../shared/domain/rollout-state'
import { phaseOf } from '../../../shared/domain/rollout-view'
import { openBrake } from '../../app/brake-dialog'
import { useCommands, type PaletteCommand } from '../../app/commands'
import { routes } from '../../app/routes'
import { useAction } from '../../api/queries'
import { currentPerson } from '../../stores/person-store'
import { useRollout } from '../../stores/rollouts'
import { toastError } from '../../ui/toaster'
import { useLaunchActions } from './launch-ui'
import { operationIcons } from './operations-menu'
import { operationsFor } from './operations'
import { signButtonId } from './sign-box'
import { useStateNow } from './use-now-state'

/** What the palette offers about this rollout. */
export function useLaunchCommands(): void {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const stateNow = useStateNow()
  const [, go] = useLocation()
  const { mutate: recheck } = useAction('rollout:recheck')
  const { rollout, app, version, phase, operations, isWaiting, debts } = useRollout(
    useShallow((state) => ({
      rollout: state.settings.rollout,
      app: state.settings.app,
      version: state.settings.version,
      phase: phaseOf(state),
      operations: operationsFor(state).join(' '),
      isWaiting: waitingGate(state) !== undefined,
      debts: openDebts(state).length,
    })),
  )
  const commands = useMemo((): readonly PaletteCommand[] => {
    const group = `${app} ${version}`
    const names = operations === '' ? [] : operationsFor(stateNow())
    const isMoving = ['waiting', 'running', 'soaking', 'pausing'].includes(phase)
    const command = (id: string, label: string, icon: PaletteCommand['icon'], run: () => void, keys?: string) => ({
      id: `launch-${id}`,
      label,
      group,
      ...(icon ? { icon } : {}),
      ...(keys === undefined ? {} : { keys }),
      run,
    })
    const settleAll = () => ui.ask({ kind: 'settle', debts: openDebts(stateNow()).map(({ id }) => id) })
    return [
      ...(isWaiting
        ? [
            command('sign', t('command.sign'), PenLine, () => document.getElementById(signButtonId)?.focus(), 'S'),
            command('recheck', t('gate.recheckAll'), RefreshCw, () =>
              recheck({ rollout, by: currentPerson() }, { onError: toastError }),
            ),
          ]
        : []),
      ...(isMoving ? [command('brake', t('command.brake'), OctagonPause, () => openBrake(rollout), 'Ctrl .')] : []),
      ...names.map((name) => command(name, t(`operation.${name}`), operationIcons[name], () => ui.ask({ kind: name }))),
      ...(debts > 0 ? [command('settle', t('debts.settleAll'), Wrench, settleAll)] : []),
      command('search', t('dock.searchAll'), Search, () => ui.search(true), '/'),
      command('dock', t('command.dock'), SquareTerminal, () => ui.toggleDock(!ui.store.getState().dock.isOpen), 'T'),
      command('review', t('header.review'), undefined, () => go(routes.review(rollout))),
      command('keys', t('keys.title'), Keyboard, () => ui.ask({ kind: 'keys' }), '?'),
    ]
  }, [t, ui, stateNow, go, recheck, rollout, app, version, phase, operations, isWaiting, debts])
  useCommands(commands)
}
