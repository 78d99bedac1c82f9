import { useTranslation } from 'react-i18next'
import { cn } from '../../ui/cn'
import { DockBar } from './dock-bar'
import { DockHandle, useDockHeight } from './dock-handle'
import { DockPane } from './dock-pane'
import { useLaunchUi } from './launch-ui'
import { LogSearch } from './log-search'
import { useFollow } from './use-follow'

/** Rows of panes need some height each; below it they stand side by side. */
const twoRowsPx = 340

/** Panes take all the room there is: places that nobody takes are not left empty. */
function gridOf(panes: number, heightPx: number): string {
  if (panes === 1) return 'grid-cols-1'
  if (panes === 2) return 'grid-cols-2'
  if (panes === 3) return 'grid-cols-3'
  if (panes === 4) return heightPx >= twoRowsPx ? 'grid-cols-2' : 'grid-cols-4'
  return 'grid-cols-4'
}

/** The terminals at the bottom of the page. A log that is not in sight has no stream; a shell lives on with its tab. */
export function Dock() {
  const { t } = useTranslation('launch')
  const { tabs, live, layout, isOpen } = useLaunchUi(({ dock }) => dock)
  const isSearching = useLaunchUi((ui) => ui.isSearching)
  const [heightPx, setHeightPx] = useDockHeight()
  useFollow()
  const mounted = tabs.filter(({ key, kind }) => kind === 'shell' || (isOpen && live.includes(key)))
  return (
    <section aria-label={t('dock.title')} className="flex shrink-0 flex-col border-t border-line bg-surface">
      {isOpen ? <DockHandle heightPx={heightPx} onChange={setHeightPx} /> : null}
      <DockBar />
      <div className={cn('flex min-h-0 border-t border-line', !isOpen && 'hidden')} style={{ height: heightPx }}>
        <div
          className={cn(
            'grid min-w-0 flex-1 auto-rows-fr gap-px bg-line',
            gridOf(Math.min(layout, Math.max(1, live.length)), heightPx),
          )}
        >
          {mounted.map((tab) => (
            <DockPane key={tab.key} tab={tab} place={live.indexOf(tab.key)} />
          ))}
          {live.length === 0 ? (
            <p className="dark col-span-full flex items-center justify-center bg-terminal px-6 text-center text-sm text-muted">
              {t('dock.empty')}
            </p>
          ) : null}
        </div>
        {isSearching ? <LogSearch /> : null}
      </div>
    </section>
  )
}
