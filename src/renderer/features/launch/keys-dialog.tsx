import { useTranslation } from 'react-i18next'
import { Dialog } from '../../ui/dialog'
import { Kbd } from '../../ui/kbd'

const keys = [
  ['J', 'next'],
  ['K', 'previous'],
  ['N', 'nextFailed'],
  ['P', 'previousFailed'],
  ['Enter', 'terminal'],
  ['Space', 'sheet'],
  ['S', 'sign'],
  ['T', 'dock'],
  ['/', 'search'],
  ['Ctrl .', 'brake'],
  ['Ctrl K', 'palette'],
  ['Ctrl F', 'find'],
  ['Ctrl F6', 'leave'],
  ['?', 'keys'],
] as const

/** The keys of the launch page. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('launch')
  return (
    <Dialog isOpen onClose={onClose} title={t('keys.title')}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5">
        {keys.map(([key, what]) => (
          <div key={key} className="contents">
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd className="text-sm text-muted">{t(`keys.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
