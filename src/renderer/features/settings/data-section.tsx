import { HardDrive, Save } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { fromWireError, type WireError } from '../../../shared/errors/app-error'
import type { Output } from '../../../shared/ipc/contract'
import { formatBytes } from '../../../shared/util/bytes'
import { queryClient, useAction, useConsole } from '../../api/queries'
import { Button } from '../../ui/button'
import { CommandLine } from '../../ui/command-line'
import { CopyButton } from '../../ui/copy-button'
import { formatNumber } from '../../ui/format'
import { Ago } from '../../ui/moment'
import { ErrorNote, LoadingNote, Note } from '../../ui/notes'
import { Prose } from '../../ui/prose'
import { LogLimits } from './log-limits'
import { PartTitle, Row, Rows, SectionPage } from './section-page'

/** Below this a launch over many hosts may fill the disk with its logs. */
const lowSpaceBytes = 1024 ** 3

type Storage = Output<'console:storage'>

/** Where everything is kept, how much it is, and copies of it. */
export function DataSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useConsole('console:storage', {}, { staleTime: 0 })
  return (
    <SectionPage name="data" lead={t('data.lead')}>
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {data ? <Folder storage={data} /> : error ? null : <LoadingNote what={t('data.what')} />}
      <LogLimits />
      <Backups backups={data?.backups} problem={data?.backupsProblem} />
      <Restore folder={data?.dataFolder} />
    </SectionPage>
  )
}

function Folder({ storage }: { readonly storage: Storage }) {
  const { t } = useTranslation('settings')
  const { dataFolder, databaseBytes, logsBytes, rollouts, freeBytes } = storage
  return (
    <>
      {freeBytes < lowSpaceBytes ? (
        <Note tone="orange" icon={HardDrive}>
          {t('data.lowSpace')}
        </Note>
      ) : null}
      <Rows>
        <Row label={t('data.folder')}>
          <code className="min-w-0 truncate font-mono text-xs">{dataFolder}</code>
          <CopyButton text={dataFolder} label={t('data.copyFolder')} />
        </Row>
        <Row label={t('data.rollouts')}>
          <Figure>{formatNumber(rollouts)}</Figure>
        </Row>
        <Row label={t('data.database')} hint={<code className="font-mono">lastmile.db</code>}>
          <Figure>{formatBytes(databaseBytes)}</Figure>
        </Row>
        <Row label={t('data.logs')} hint={<code className="font-mono">logs.db</code>}>
          <Figure>{formatBytes(logsBytes)}</Figure>
        </Row>
        <Row label={t('data.free')}>
          <Figure>{formatBytes(freeBytes)}</Figure>
        </Row>
      </Rows>
    </>
  )
}

function Figure({ children }: { readonly children: string }) {
  return <span className="font-mono text-sm tabular">{children}</span>
}

type BackupsProps = {
  readonly backups: Storage['backups'] | undefined
  readonly problem: Storage['backupsProblem']
}

function Backups({ backups, problem }: BackupsProps) {
  const { t } = useTranslation('settings')
  const backup = useAction('backup:make')
  const make = () =>
    backup.mutate({}, { onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['console:storage'] }) })
  const button = (
    <Button size="sm" icon={Save} isBusy={backup.isPending} onClick={make}>
      {backup.isPending ? t('data.backingUp') : t('data.backupNow')}
    </Button>
  )
  const newestFirst = backups?.toSorted((one, other) => other.createdAtMs - one.createdAtMs) ?? []
  return (
    <section>
      <PartTitle aside={button}>{t('data.backups')}</PartTitle>
      <ErrorNote error={backup.error ?? (problem && fromWireError(problem as WireError))} className="mb-2" />
      <p role="status" className="text-sm text-green-fg empty:hidden not-empty:mb-2">
        {backup.data
          ? t('data.backupDone', { file: baseName(backup.data.file), size: formatBytes(backup.data.sizeBytes) })
          : ''}
      </p>
      {backups === undefined || problem ? null : (
        <div className="rounded-lg border border-line bg-surface">
          {newestFirst.length === 0 ? <p className="px-4 py-3 text-sm text-muted">{t('data.noBackups')}</p> : null}
          <ul aria-label={t('data.backups')} className="max-h-80 divide-y divide-line overflow-y-auto">
            {newestFirst.map(({ file, sizeBytes, createdAtMs }) => (
              <li key={file} className="flex items-center gap-3 px-4 py-2 text-sm">
                <span className="min-w-0 truncate font-mono text-xs">{baseName(file)}</span>
                <span className="ml-auto shrink-0 text-xs text-muted">
                  <Ago atMs={createdAtMs} />
                </span>
                <span className="w-20 shrink-0 text-right font-mono text-xs tabular">{formatBytes(sizeBytes)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="mt-2 text-xs text-muted">{t('data.backupWhat')}</p>
    </section>
  )
}

const baseName = (file: string) => file.replace(/^.*[/\\]/, '')

function Restore({ folder }: { readonly folder: string | undefined }) {
  const { t } = useTranslation('settings')
  const { t: common } = useTranslation()
  return (
    <section>
      <PartTitle>{t('data.restore')}</PartTitle>
      <ol className="flex list-decimal flex-col gap-1.5 pl-4 text-sm text-muted">
        <li>{t('data.restoreSteps.stop')}</li>
        <li>
          <Prose text={t('data.restoreSteps.copy')} />
        </li>
        <li>
          <Prose text={t('data.restoreSteps.start')} />
        </li>
      </ol>
      {folder === undefined ? null : (
        <CommandLine
          text={`lastmile serve --data '${folder.replaceAll("'", String.raw`'\''`)}'`}
          copyLabel={common('action.copy')}
          className="mt-2"
        />
      )}
    </section>
  )
}
