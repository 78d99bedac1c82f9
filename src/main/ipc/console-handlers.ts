import type { Handlers, Output } from '../../shared/ipc/contract'
import type { Preferences } from '../../shared/ipc/requests/console-requests'

type ConsoleRequests =
  | 'console:info'
  | 'console:awake'
  | 'console:storage'
  | 'trouble:list'
  | 'backup:make'
  | 'preferences:read'
  | 'preferences:save'

export type ConsoleServices = {
  readonly info: () => Output<'console:info'>
  readonly awake: () => Promise<Output<'console:awake'>>
  readonly storage: () => Promise<Output<'console:storage'>>
  readonly troubles: () => Output<'trouble:list'>
  readonly backUp: () => Promise<Output<'backup:make'>>
  readonly preferences: { readonly read: () => Preferences; readonly save: (preferences: Preferences) => void }
}

/** Requests about this console itself. */
export function consoleHandlers(services: ConsoleServices): Pick<Handlers, ConsoleRequests> {
  const { preferences } = services
  return {
    'console:info': services.info,
    'console:awake': services.awake,
    'console:storage': services.storage,
    'trouble:list': services.troubles,
    'backup:make': services.backUp,
    'preferences:read': preferences.read,
    'preferences:save': (change) => {
      const before = preferences.read()
      const { theme = before.theme, density = before.density, ...rest } = change
      const after = { ...before, ...rest, theme, density }
      preferences.save(after)
      return after
    },
  }
}
