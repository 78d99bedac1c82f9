import { useTranslation } from 'react-i18next'
import { defaultLogLimits } from '../../../shared/domain/retention'
import { formatBytes } from '../../../shared/util/bytes'
import { queryClient, useAction, useConsole } from '../../api/queries'
import { ErrorNote } from '../../ui/notes'
import { Segmented } from '../../ui/segmented'
import { PartTitle, Row, Rows } from './section-page'

const dayChoices = [90, 365, 730, 1_825] as const
const sizeChoices = [5, 20, 100].map((gibibytes) => gibibytes * 1024 ** 3)

/** How long logs are kept, and how many of them; a console that stays removes the others each day. */
export function LogLimits() {
  const { t } = useTranslation('settings')
  const { data } = useConsole('preferences:read', {})
  const save = useAction('preferences:save')
  const { logKeepDays = defaultLogLimits.keepDays, logMaxBytes = defaultLogLimits.maxBytes } = data ?? {}
  const change = (wanted: { readonly logKeepDays: number } | { readonly logMaxBytes: number }) =>
    save.mutate(wanted, {
      onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['preferences:read'] }),
    })
  return (
    <section>
      <PartTitle>{t('data.limits')}</PartTitle>
      <ErrorNote error={save.error} className="mb-2" />
      <Rows>
        <Row label={t('data.keepDays')} hint={t('data.keepDaysWhat')}>
          <Segmented
            label={t('data.keepDays')}
            value={String(logKeepDays)}
            onChange={(chosen) => change({ logKeepDays: Number(chosen) })}
            options={withCurrent(dayChoices, logKeepDays).map((days) => {
              return { value: String(days), label: t('data.days', { count: days }) }
            })}
          />
        </Row>
        <Row label={t('data.maxSize')} hint={t('data.maxSizeWhat')}>
          <Segmented
            label={t('data.maxSize')}
            value={String(logMaxBytes)}
            onChange={(chosen) => change({ logMaxBytes: Number(chosen) })}
            options={withCurrent(sizeChoices, logMaxBytes).map((bytes) => {
              return { value: String(bytes), label: formatBytes(bytes) }
            })}
          />
        </Row>
      </Rows>
    </section>
  )
}

/** What was set elsewhere is a choice as well. Pure. */
const withCurrent = (choices: readonly number[], current: number): number[] =>
  [...new Set([...choices, current])].toSorted((one, other) => one - other)
