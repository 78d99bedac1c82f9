import { readdirSync, readFileSync } from 'node:fs'
import i18next from 'i18next'

const folder = new URL('../../src/renderer/locales/', import.meta.url)

/** Namespaces of a language, by the files that are there. */
export const namespacesOf = (language: string): string[] =>
  readdirSync(new URL(`${language}/`, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace('.json', ''))
    .toSorted()

export const readNamespace = (language: string, namespace: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`${language}/${namespace}.json`, folder), 'utf8')) as Record<string, unknown>

/** The texts of the page as it starts with them, without a page. */
export async function startTestTexts(language: 'en' | 'zh-CN'): Promise<void> {
  const resources = Object.fromEntries(
    ['en', 'zh-CN'].map((code) => [
      code,
      Object.fromEntries(namespacesOf(code).map((namespace) => [namespace, readNamespace(code, namespace)])),
    ]),
  )
  await i18next.init({
    lng: language,
    fallbackLng: 'en',
    resources,
    defaultNS: 'common',
    interpolation: { escapeValue: false },
  })
}
