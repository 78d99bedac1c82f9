import type { Handlers, Output } from '../../shared/ipc/contract'
import type { Preferences } from '../../shared/ipc/requests/console-requests'

type ConsoleRequests = 'console:info' | 'preferences:read' | 'preferences:save'

export type ConsoleServices = {
  readonly info: () => Output<'console:info'>
  readonly preferences: { readonly read: () => Preferences; readonly save: (preferences: Preferences) => void }
}

/** Requests about this console itself. */
export function consoleHandlers({ info, preferences }: ConsoleServices): Pick<Handlers, ConsoleRequests> {
  return {
    'console:info': info,
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
