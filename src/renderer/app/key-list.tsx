import { useTranslation } from 'react-i18next'
import { Kbd } from '../ui/kbd'

/** Keys that work on the page, by where they do. */
const groups = [
  {
    title: 'keys.anywhere.title',
    keys: [
      { text: 'keys.anywhere.palette', keys: ['Ctrl', 'K'] },
      { text: 'keys.anywhere.brake', keys: ['Ctrl', '.'] },
      { text: 'keys.anywhere.help', keys: ['?'] },
      { text: 'keys.anywhere.close', keys: ['Esc'] },
    ],
  },
  {
    title: 'keys.lists.title',
    keys: [
      { text: 'keys.lists.move', keys: ['J', 'K'] },
      { text: 'keys.lists.ends', keys: ['Home', 'End'] },
      { text: 'keys.lists.open', keys: ['Enter'] },
      { text: 'keys.lists.tick', keys: ['Space'] },
    ],
  },
] as const

/** All keys, for the help and the settings. */
export function KeyList() {
  const { t } = useTranslation('app')
  return (
    <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
      {groups.map(({ title, keys }) => (
        <section key={title}>
          <h4 className="mb-1 text-xs font-medium text-muted">{t(title)}</h4>
          <dl className="divide-y divide-line">
            {keys.map(({ text, keys: pressed }) => (
              <div key={text} className="flex min-h-8 items-center justify-between gap-4 py-1">
                <dt className="text-sm">{t(text)}</dt>
                <dd className="flex shrink-0 gap-1">
                  {pressed.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
