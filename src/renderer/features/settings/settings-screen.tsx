import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'wouter'
import { routes } from '../../app/routes'
import { cn } from '../../ui/cn'
import { PageHeader } from '../../ui/page-header'
import { AboutSection } from './about-section'
import { AppearanceSection } from './appearance-section'
import { AppsSection } from './apps-section'
import { DataSection } from './data-section'
import { DemoSection } from './demo-section'
import { IdentitiesSection } from './identities-section'
import { KnownHostsSection } from './known-hosts-section'
import { sectionIcons, sectionOf, sections, type Section } from './sections'
import { YouSection } from './you-section'

const bodies: Readonly<Record<Section, ComponentType>> = {
  you: YouSection,
  appearance: AppearanceSection,
  identities: IdentitiesSection,
  'known-hosts': KnownHostsSection,
  data: DataSection,
  apps: AppsSection,
  demo: DemoSection,
  about: AboutSection,
}

/** What is set once and looked up now and then: one section at a time, each with an address of its own. */
export function SettingsScreen() {
  const { t } = useTranslation('settings')
  const { section: named } = useParams<{ section?: string }>()
  const section = sectionOf(named)
  const Body = bodies[section]
  return (
    <>
      <PageHeader title={t('title')} />
      <div className="flex min-h-0 flex-1">
        <nav aria-label={t('sections')} className="w-48 shrink-0 overflow-y-auto border-r border-line p-2">
          <ul className="flex flex-col gap-0.5">
            {sections.map((name) => (
              <SectionLink key={name} name={name} isHere={name === section} />
            ))}
          </ul>
        </nav>
        <div key={section} className="flex min-w-0 flex-1 flex-col overflow-y-auto px-6 py-5">
          <Body />
        </div>
      </div>
    </>
  )
}

function SectionLink({ name, isHere }: { readonly name: Section; readonly isHere: boolean }) {
  const { t } = useTranslation('settings')
  const Icon = sectionIcons[name]
  return (
    <li>
      <Link
        href={routes.settings(name)}
        aria-current={isHere ? 'page' : undefined}
        className={cn(
          'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm text-muted hover:bg-hover hover:text-fg',
          isHere && 'bg-hover font-medium text-fg',
        )}
      >
        <Icon aria-hidden size={15} />
        {t(`section.${name}`)}
      </Link>
    </li>
  )
}
