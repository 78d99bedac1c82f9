import { ShieldCheck } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { line } from '../../api/line'
import { queryClient, useConsole } from '../../api/queries'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { DataTable } from '../../ui/data-table'
import { formatNumber } from '../../ui/format'
import { EmptyNote, ErrorNote, LoadingNote } from '../../ui/notes'
import { SearchInput } from '../../ui/search-input'
import { useKnownHostColumns } from './known-host-columns'
import { nameOfLine, searchKnownHosts, type KnownHost } from './known-host-search'
import { PartTitle, SectionPage } from './section-page'

/** The host keys that are trusted, and how one is taken back. */
export function KnownHostsSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useConsole('known-host:list', {}, { staleTime: 0 })
  return (
    <SectionPage name="known-hosts" lead={t('hosts.lead')} isWide>
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {data ? <List lines={data} /> : error ? null : <LoadingNote what={t('hosts.what')} />}
      <section className="shrink-0">
        <PartTitle>{t('hosts.how')}</PartTitle>
        <ul className="flex max-w-160 list-disc flex-col gap-1 pl-4 text-xs text-muted">
          <li>{t('hosts.howFirst')}</li>
          <li>{t('hosts.howChanged')}</li>
          <li>{t('hosts.howRevoked')}</li>
          <li>{t('hosts.othersWhat')}</li>
        </ul>
      </section>
    </SectionPage>
  )
}

function List({ lines }: { readonly lines: readonly KnownHost[] }) {
  const { t } = useTranslation('settings')
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<KnownHost>()
  const shown = useMemo(() => searchKnownHosts(lines, text), [lines, text])
  const columns = useKnownHostColumns(setAsked)
  if (lines.length === 0) {
    return (
      <div className="rounded-lg border border-line bg-surface">
        <EmptyNote icon={ShieldCheck} title={t('hosts.none')}>
          {t('hosts.noneWhat')}
        </EmptyNote>
      </div>
    )
  }
  return (
    <div className="flex min-h-60 flex-1 flex-col gap-2">
      <div className="flex items-center gap-3">
        <SearchInput
          value={text}
          onChange={setText}
          label={t('hosts.find')}
          placeholder={t('hosts.find')}
          className="w-80"
        />
        <p role="status" className="text-xs text-muted tabular">
          {t('hosts.count', { count: lines.length, shown: formatNumber(shown.length) })}
        </p>
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-hidden rounded-lg border border-line bg-surface">
        <DataTable
          label={t('hosts.list')}
          rows={shown}
          columns={columns}
          keyOf={({ file, line: number }) => `${file}:${number}`}
          empty={<p className="px-4 py-8 text-center text-sm text-muted">{t('hosts.noneFound', { text })}</p>}
        />
      </div>
      <ForgetDialog asked={asked} onClose={() => setAsked(undefined)} />
    </div>
  )
}

function ForgetDialog({ asked, onClose }: { readonly asked: KnownHost | undefined; readonly onClose: () => void }) {
  const { t } = useTranslation('settings')
  const forget = async () => {
    if (!asked) return
    await line.request('known-host:remove', { line: asked.line, fingerprint: asked.fingerprint })
    await queryClient.invalidateQueries({ queryKey: ['known-host:list'] })
  }
  return (
    <ConfirmDialog
      isOpen={asked !== undefined}
      onClose={onClose}
      title={t('hosts.removeTitle', { host: asked ? nameOfLine(asked) : '' })}
      confirm={t('hosts.removeConfirm')}
      onConfirm={forget}
    >
      <p className="rounded-md border border-line bg-sunken p-2.5 font-mono text-xs break-all">{asked?.fingerprint}</p>
      <p>{t('hosts.removeWhat')}</p>
      <p className="text-orange-fg">{t(asked?.marker === 'revoked' ? 'hosts.removeRevoked' : 'hosts.removeOnlyIf')}</p>
    </ConfirmDialog>
  )
}
