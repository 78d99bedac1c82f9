import { Link2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useAction, useConsole } from '../../api/queries'
import { KeyList } from '../../app/key-list'
import { Button } from '../../ui/button'
import { CommandLine } from '../../ui/command-line'
import { Elapsed } from '../../ui/moment'
import { ErrorNote, LoadingNote } from '../../ui/notes'
import { PartTitle, Row, Rows, SectionPage } from './section-page'
import { tunnelCommand } from './tunnel'

/** The console itself, how others reach it, and the keys of the page. */
export function AboutSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useConsole('console:info', {})
  return (
    <SectionPage name="about" lead={t('about.lead')}>
      <ErrorNote error={error} onRetry={() => void refetch()} />
      {data ? (
        <Rows>
          <Fact label={t('about.version')} value={data.version} />
          <Fact label={t('about.process')} value={String(data.pid)} />
          <Row label={t('about.uptime')}>
            <Elapsed fromMs={data.startedAtMs} />
          </Row>
          <Fact label={t('about.user')} value={data.host === undefined ? data.user : `${data.user}@${data.host}`} />
          <Fact label={t('about.platform')} value={data.platform} />
          <Fact label={t('about.folder')} value={data.dataFolder} />
        </Rows>
      ) : error ? null : (
        <LoadingNote what={t('about.what')} />
      )}
      <Reach user={data?.user} host={data?.host} />
      <section>
        <PartTitle>{t('about.keys')}</PartTitle>
        <KeyList />
      </section>
    </SectionPage>
  )
}

function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <Row label={label}>
      <span className="min-w-0 font-mono text-xs break-all tabular">{value}</span>
    </Row>
  )
}

function Reach({ user, host }: { readonly user: string | undefined; readonly host: string | undefined }) {
  const { t } = useTranslation('settings')
  const link = useAction('web:link')
  const button = (
    <Button size="sm" icon={Link2} isBusy={link.isPending} onClick={() => link.mutate({})}>
      {t('about.makeLink')}
    </Button>
  )
  const tunnel =
    link.data && user !== undefined ? tunnelCommand(link.data.url, user, host ?? t('about.hostPlaceholder')) : undefined
  return (
    <section>
      <PartTitle aside={button}>{t('about.reach')}</PartTitle>
      <p className="text-sm text-muted">{t('about.reachWhat')}</p>
      <ErrorNote error={link.error} className="mt-2" />
      {link.data ? (
        <div className="mt-3 flex flex-col gap-2">
          {tunnel === undefined ? null : (
            <>
              <h4 className="text-xs font-medium text-muted">{t('about.tunnel')}</h4>
              <CommandLine text={tunnel} copyLabel={t('about.copyTunnel')} />
            </>
          )}
          <h4 className="text-xs font-medium text-muted">{t('about.link')}</h4>
          <CommandLine text={link.data.url} copyLabel={t('about.copyLink')} />
        </div>
      ) : null}
    </section>
  )
}
