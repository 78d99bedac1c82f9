import { useMemo, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useRollout } from '../../stores/rollouts'
import { Panel } from '../../ui/panel'
import { Lane } from './lane'
import { useLaunchActions } from './launch-ui'
import { TileLegend } from './tile-legend'
import { TileTip } from './tile-tip'
import { moveFocus, tileSizeFor } from './tile-model'

const hostOf = ({ target }: { readonly target: EventTarget }): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>('[data-host]')?.dataset['host'] : undefined

/** Give a tile the focus; it may be out of sight. */
export function focusTile(host: string): void {
  const tile = document.querySelector<HTMLElement>(`[data-host="${CSS.escape(host)}"]`)
  tile?.focus()
  tile?.scrollIntoView({ block: 'nearest' })
}

/** The lanes of all batches. Arrow keys move between hosts, a click or Space opens one, Enter its terminal. */
export function BatchesPanel() {
  const { t } = useTranslation('launch')
  const ui = useLaunchActions()
  const area = useRef<HTMLDivElement>(null)
  const batches = useRollout(({ settings }) => settings.plan.batches)
  const names = useMemo(() => batches.flatMap(({ hosts }) => hosts as readonly string[]), [batches])
  const size = tileSizeFor(names.length)
  const open = (event: MouseEvent) => {
    const host = hostOf(event)
    if (host !== undefined) ui.openSheet(host)
  }
  const press = (event: KeyboardEvent) => {
    const host = hostOf(event)
    if (host === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') ui.openLog(host)
    else if (event.key === 'Home') focusTile(names[0] ?? host)
    else if (event.key === 'End') focusTile(names.at(-1) ?? host)
    else if (by !== undefined) focusTile(moveFocus(names, host, by) ?? host)
    else return
    event.preventDefault()
  }
  return (
    <Panel
      title={t('batches.title')}
      aside={<TileLegend />}
      aria-label={t('batches.title')}
      bodyClassName="overflow-y-auto p-0"
      className="min-h-40 flex-1"
    >
      <div
        ref={area}
        onClick={open}
        onKeyDown={press}
        onFocus={(event) => {
          const host = hostOf(event)
          if (host !== undefined) ui.focus(host)
        }}
      >
        <ol className="divide-y divide-line">
          {batches.map((batch, position) => (
            <Lane key={batch.index} batch={batch} size={size} isFirst={position === 0} />
          ))}
        </ol>
        <TileTip area={area} />
      </div>
    </Panel>
  )
}
