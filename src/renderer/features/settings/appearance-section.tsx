import { useTranslation } from 'react-i18next'
import { currentLanguage, languages } from '../../locales/i18n'
import { changeAppearance, useAppearance } from '../../stores/appearance-store'
import { HostStatusBadge, PhaseBadge } from '../../ui/badge'
import { formatDateTime, formatNumber } from '../../ui/format'
import { Segmented } from '../../ui/segmented'
import { useNow } from '../../ui/use-now'
import { PartTitle, Row, Rows, SectionPage } from './section-page'

const themes = ['dark', 'light', 'system'] as const
const densities = ['comfortable', 'compact'] as const

/** Theme, density and language; what is chosen shows at once. */
export function AppearanceSection() {
  const { t } = useTranslation('settings')
  const { theme, density } = useAppearance()
  return (
    <SectionPage name="appearance" lead={t('appearance.lead')}>
      <Rows>
        <Row label={t('appearance.theme')} hint={t('appearance.themeWhat')}>
          <Segmented
            label={t('appearance.theme')}
            value={theme}
            onChange={(chosen) => changeAppearance({ theme: chosen })}
            options={themes.map((value) => ({ value, label: t(`appearance.themes.${value}`) }))}
          />
        </Row>
        <Row label={t('appearance.density')} hint={t('appearance.densityWhat')}>
          <Segmented
            label={t('appearance.density')}
            value={density}
            onChange={(chosen) => changeAppearance({ density: chosen })}
            options={densities.map((value) => ({ value, label: t(`appearance.densities.${value}`) }))}
          />
        </Row>
        <Row label={t('appearance.language')} hint={t('appearance.languageWhat')}>
          <Segmented
            label={t('appearance.language')}
            value={currentLanguage()}
            onChange={(chosen) => changeAppearance({ language: chosen })}
            options={languages.map(({ code, name }) => ({ value: code, label: <span lang={code}>{name}</span> }))}
          />
        </Row>
      </Rows>
      <section>
        <PartTitle>{t('appearance.preview')}</PartTitle>
        <Preview />
      </section>
    </SectionPage>
  )
}

const names = ['web-01', 'web-02', 'web-03', 'web-04'] as const
const samples = ['succeeded', 'running', 'failed', 'pending'] as const

/** A few rows as lists show them. The names are examples, and the list says so. */
function Preview() {
  const { t } = useTranslation('settings')
  const nowMs = useNow(60_000)
  return (
    <figure className="overflow-hidden rounded-lg border border-line bg-surface">
      <ul aria-label={t('appearance.previewList')} className="divide-y divide-line">
        {samples.map((status, index) => (
          <li key={status} className="flex h-(--row) items-center gap-3 px-4 text-sm">
            <span className="w-24 font-mono text-xs">{names[index]}</span>
            <HostStatusBadge status={status} />
            <span className="ml-auto text-xs text-muted tabular">{formatDateTime(nowMs - index * 3_600_000)}</span>
          </li>
        ))}
      </ul>
      <figcaption className="flex items-center gap-3 border-t border-line px-4 py-2 text-xs text-muted">
        <PhaseBadge phase="waiting" />
        <PhaseBadge phase="soaking" />
        <PhaseBadge phase="braked" />
        <span className="ml-auto tabular">{formatNumber(12_345.6)}</span>
      </figcaption>
    </figure>
  )
}
