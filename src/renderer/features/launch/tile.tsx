import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostState } from '../../../shared/domain/rollout-state'
import { useRolloutHost } from '../../stores/rollouts'
import { cn } from '../../ui/cn'
import { useLaunchUi } from './launch-ui'
import { TileMark } from './tile-mark'
import { tileOf, type TileSize } from './tile-model'
import { hostWords } from './tile-words'

function TileName({ host }: { readonly host: HostState }) {
  const { t } = useTranslation()
  const { name, status, step, failure } = host
  const shown = status === 'failed' ? failure?.step : status === 'running' || status === 'undoing' ? step : undefined
  return (
    <>
      <span className="max-w-32 truncate font-mono text-2xs">{name}</span>
      {shown ? (
        <span className={cn('text-2xs', status === 'failed' ? 'text-red-fg' : 'text-muted')}>{t(`step.${shown}`)}</span>
      ) : null}
    </>
  )
}

type TileProps = { readonly name: string; readonly size: TileSize; readonly isFirst: boolean }

/** One host. Renders again only when its own host changed; clicks and keys are handled once, by the lanes. */
export const Tile = memo(function Tile({ name, size, isFirst }: TileProps) {
  const host = useRolloutHost(name)
  const focus = useLaunchUi(({ focused }) => (focused === undefined ? 'none' : focused === name ? 'here' : 'elsewhere'))
  const isOpen = useLaunchUi(({ sheet }) => sheet === name)
  if (!host) return null
  return (
    <button
      type="button"
      data-host={name}
      aria-label={`${name}: ${hostWords(host).join(', ')}`}
      aria-pressed={isOpen}
      tabIndex={focus === 'here' || (focus === 'none' && isFirst) ? 0 : -1}
      className={cn(
        'rounded-sm focus-visible:outline-offset-0',
        size === 'named' &&
          'flex h-7 items-center gap-1.5 rounded-md border border-line px-1.5 hover:border-line-strong',
        isOpen && 'bg-accent-bg ring-2 ring-accent',
      )}
    >
      <TileMark view={tileOf(host)} size={size === 'named' ? 18 : size} />
      {size === 'named' ? <TileName host={host} /> : null}
    </button>
  )
})
