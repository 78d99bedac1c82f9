import { FileCode2, FlaskConical, Server, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button'
import { openFleetDialog } from '../fleet/fleet-dialogs'
import { TextDrop } from '../fleet/text-drop'
import { DemoStart } from './demo-start'

/** Nothing is here yet: three ways to begin. */
export function Begin() {
  const { t } = useTranslation('board')
  return (
    <section aria-labelledby="board-begin" className="mx-auto flex w-full max-w-280 flex-col gap-6 py-8">
      <div className="max-w-160">
        <h2 id="board-begin" className="text-xl font-semibold">
          {t('begin.title')}
        </h2>
        <p className="mt-1 text-base text-muted">{t('begin.what')}</p>
      </div>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-3">
        <Way icon={FlaskConical} title={t('begin.demo')} what={t('begin.demoWhat')}>
          <DemoStart />
        </Way>
        <Way icon={Server} title={t('begin.import')} what={t('begin.importWhat')}>
          <div>
            <Button onClick={() => openFleetDialog({ kind: 'app', andImport: true })}>{t('begin.importButton')}</Button>
          </div>
        </Way>
        <Way icon={FileCode2} title={t('begin.file')} what={t('begin.fileWhat')}>
          <TextDrop
            label={t('begin.fileChoose')}
            hint={t('begin.fileHint')}
            accept=".yml,.yaml"
            onText={(text, fileName) => openFleetDialog({ kind: 'file', text, fileName })}
          />
          <div>
            <Button size="sm" tone="quiet" className="-ml-2.5" onClick={() => openFleetDialog({ kind: 'file' })}>
              {t('begin.filePaste')}
            </Button>
          </div>
        </Way>
      </div>
    </section>
  )
}

function Way({
  icon: Icon,
  title,
  what,
  children,
}: {
  readonly icon: LucideIcon
  readonly title: string
  readonly what: string
  readonly children: ReactNode
}) {
  return (
    <article className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-5">
      <Icon aria-hidden size={22} strokeWidth={1.75} className="text-muted" />
      <h3 className="text-base font-semibold">{title}</h3>
      <p className="text-sm text-muted">{what}</p>
      <div className="mt-auto flex flex-col gap-2 pt-2">{children}</div>
    </article>
  )
}
