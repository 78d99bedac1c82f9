import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { useAppearance } from '../stores/appearance-store'

export type Language = 'en' | 'zh-CN'
export const languages: readonly { readonly code: Language; readonly name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'zh-CN', name: '简体中文' },
]

type Bundles = Readonly<Record<string, Record<string, unknown>>>
const english: Bundles = import.meta.glob('./en/*.json', { eager: true, import: 'default' })
const chinese: Bundles = import.meta.glob('./zh-CN/*.json', { eager: true, import: 'default' })

/** `./en/board.json` → `board`. */
const byNamespace = (bundles: Bundles) =>
  Object.fromEntries(Object.entries(bundles).map(([path, texts]) => [path.replace(/^.*\/|\.json$/g, ''), texts]))

/** The language somebody chose, or what the browser prefers. */
export function currentLanguage(): Language {
  const { language } = useAppearance.getState()
  return language ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en')
}

/** Load all texts and follow the chosen language. Called once, before the first render. */
export async function startI18n(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: currentLanguage(),
    fallbackLng: 'en',
    resources: { en: byNamespace(english), 'zh-CN': byNamespace(chinese) },
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  const show = () => {
    document.documentElement.lang = currentLanguage()
    if (i18next.language !== currentLanguage()) void i18next.changeLanguage(currentLanguage())
  }
  show()
  useAppearance.subscribe(show)
}
