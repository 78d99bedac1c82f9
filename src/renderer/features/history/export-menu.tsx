import { Download, FileCode, FileSpreadsheet, FileText, Printer } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract'
import { line } from '../../api/line'
import { Button } from '../../ui/button'
import { Menu } from '../../ui/menu'
import { ErrorNote } from '../../ui/notes'
import { toast } from '../../ui/toaster'
import { printPage, saveFile } from '../../ui/save-file'

type Format = 'html' | 'json' | 'csv'

/** The whole rollout as a file, or on paper. */
export function ExportMenu({ rollout }: { readonly rollout: string }) {
  const { t } = useTranslation('history')
  const [error, setError] = useState<unknown>()
  const [isBusy, setIsBusy] = useState(false)
  const make = async (format: Format, use: (report: Output<'rollout:report'>) => void) => {
    setIsBusy(true)
    setError(undefined)
    try {
      use(await line.request('rollout:report', { rollout, format }))
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }
  const save = (format: Format) =>
    void make(format, (report) => {
      saveFile(report)
      toast(t('export.done', { file: report.fileName }))
    })
  return (
    <div className="relative">
      <Menu
        label={t('export.label')}
        trigger={
          <Button icon={Download} isBusy={isBusy}>
            {t('export.label')}
          </Button>
        }
        items={[
          { label: t('export.html'), icon: FileText, onSelect: () => save('html') },
          { label: t('export.json'), icon: FileCode, onSelect: () => save('json') },
          { label: t('export.csv'), icon: FileSpreadsheet, onSelect: () => save('csv') },
          'separator',
          { label: t('export.print'), icon: Printer, onSelect: () => void make('html', ({ text }) => printPage(text)) },
        ]}
      />
      {error === undefined ? null : (
        <ErrorNote error={error} className="absolute top-full right-0 z-20 mt-1 w-80 shadow-float" />
      )}
    </div>
  )
}
