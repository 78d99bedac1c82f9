import { create } from 'zustand'
import type { Preferences } from '../../shared/ipc/requests/console-requests'
import { line } from '../api/line'

export type Appearance = Pick<Preferences, 'theme' | 'density' | 'language'>

/** A copy in the browser, so that the first paint is right; the truth is in the data folder. */
const storageKey = 'lastmile.appearance'

function remembered(): Appearance {
  try {
    return {
      theme: 'system',
      density: 'comfortable',
      ...(JSON.parse(window.localStorage.getItem(storageKey) ?? '{}') as object),
    }
  } catch {
    return { theme: 'system', density: 'comfortable', language: undefined }
  }
}

const prefersLight = window.matchMedia('(prefers-color-scheme: light)')

/** Theme, density and language of the page. */
export const useAppearance = create<Appearance>(() => remembered())

/** Dark or light, with `system` resolved. */
export const resolvedTheme = ({ theme }: Appearance): 'dark' | 'light' =>
  theme === 'system' ? (prefersLight.matches ? 'light' : 'dark') : theme

function show(appearance: Appearance): void {
  const { classList, dataset } = document.documentElement
  const theme = resolvedTheme(appearance)
  classList.toggle('dark', theme === 'dark')
  classList.toggle('light', theme === 'light')
  dataset['density'] = appearance.density
}

/** Change it here and in the data folder, so that other pages follow. */
export function changeAppearance(change: Partial<Appearance>): void {
  useAppearance.setState(change)
  void line.request('preferences:save', change).catch(() => undefined)
}

/** Show what is remembered at once, then what the console says. Called once. */
export function followAppearance(): void {
  show(useAppearance.getState())
  useAppearance.subscribe((appearance) => {
    window.localStorage.setItem(storageKey, JSON.stringify(appearance))
    show(appearance)
  })
  prefersLight.addEventListener('change', () => show(useAppearance.getState()))
  const take = ({ theme, density, language }: Preferences) => useAppearance.setState({ theme, density, language })
  line.onPush('preferences:changed', take)
  line.onLine(({ kind }) => {
    if (kind === 'open') void line.request('preferences:read', {}).then(take, () => undefined)
  })
}
