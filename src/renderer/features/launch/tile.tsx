import { memo } from 'react'
import { useRolloutHost } from '../../stores/rollouts'
import { cn } from '../../ui/cn'
import { useLaunchUi } from './launch-ui'
import { TileMark } from './tile-mark'
import { tileOf, type TileSize } from './tile-model'
import { hostWords } from './tile-words'

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
      className={cn('rounded-sm focus-visible:outline-offset-0', isOpen && 'bg-accent-bg ring-2 ring-accent')}
    >
      <TileMark view={tileOf(host)} size={size} />
    </button>
  )
})
