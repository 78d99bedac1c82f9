import { ChevronDown, ChevronUp, Circle, Search, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useRolloutHost } from '../../stores/rollouts'
import { Button, IconButton } from '../../ui/button'
import { Switch } from '../../ui/check-box'
import { cn } from '../../ui/cn'
import { hostMarks } from '../../ui/marks'
import { Segmented } from '../../ui/segmented'
import { toneText } from '../../ui/tone'
import { layouts, type DockTab } from './dock-state'
import { useLaunchActions, useLaunchUi } from './launch-ui'

const layoutOptions = layouts.map((layout) => ({ value: String(layout), label: String(layout) }))

/** The tabs of the dock and what it can do. */
export function DockBar() {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const { tabs, live, active, layout, follow, isOpen } = useLaunchUi(({ dock }) => dock)
  const isSearching = useLaunchUi((state) => state.isSearching)
  return (
    <div className="flex h-9 shrink-0 items-center gap-2 px-1.5">
      <IconButton
        icon={isOpen ? ChevronDown : ChevronUp}
        label={t(isOpen ? 'dock.close' : 'dock.open')}
        aria-expanded={isOpen}
        onClick={() => ui.toggleDock(!isOpen)}
      />
      <ul
        aria-label={t('dock.tabs')}
        className="flex min-w-0 flex-1 items-center gap-0.5 overflow-x-auto [scrollbar-width:none]"
      >
        {tabs.map((tab) => (
          <Tab key={tab.key} tab={tab} isLive={isOpen && live.includes(tab.key)} isActive={tab.key === active} />
        ))}
        {tabs.length === 0 ? <li className="px-1 text-xs text-muted">{t('dock.title')}</li> : null}
      </ul>
      <Button
        size="sm"
        tone={isSearching ? 'plain' : 'quiet'}
        icon={Search}
        aria-pressed={isSearching}
        onClick={() => ui.search(!isSearching)}
      >
        {t('dock.searchAll')}
      </Button>
      <Segmented
        label={t('dock.layout')}
        value={String(layout)}
        options={layoutOptions}
        onChange={(value) => ui.changeLayout(layouts.find((each) => String(each) === value) ?? 1)}
        className="h-7"
      />
      <Switch
        isChecked={follow === 'failing'}
        onChange={(isOn) => ui.changeFollow(isOn ? 'failing' : 'nothing')}
        label={<span className="text-xs whitespace-nowrap text-muted">{t('dock.follow')}</span>}
        className="gap-2 pr-1"
      />
    </div>
  )
}

function Tab({
  tab,
  isLive,
  isActive,
}: {
  readonly tab: DockTab
  readonly isLive: boolean
  readonly isActive: boolean
}) {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const host = useRolloutHost(tab.host)
  const mark = host && hostMarks[host.status]
  return (
    <li
      className={cn(
        'flex h-7 shrink-0 items-center rounded-md border border-transparent text-xs text-muted',
        isLive && 'bg-raised text-fg',
        isActive && isLive && 'border-line-strong',
      )}
    >
      <button
        type="button"
        aria-pressed={isLive}
        onClick={() => ui.selectTab(tab.key)}
        className="flex h-full items-center gap-1.5 rounded-md pl-2 hover:text-fg"
      >
        {tab.kind === 'shell' ? (
          <Circle aria-label={t('dock.shell')} size={10} className="fill-red-fg text-red-fg" />
        ) : null}
        {tab.kind === 'log' && mark ? <mark.icon aria-hidden size={13} className={toneText[mark.tone]} /> : null}
        <span className="font-mono">{tab.host}</span>
      </button>
      <button
        type="button"
        aria-label={t('dock.closeTab', { host: tab.host })}
        onClick={() => ui.closeTab(tab.key)}
        className="mx-0.5 rounded-sm p-0.5 text-faint hover:bg-hover hover:text-fg"
      >
        <X aria-hidden size={13} />
      </button>
    </li>
  )
}
