import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { stepIndex, stepNames } from '../../shared/domain/lifecycle'
import type { HostState } from '../../shared/domain/rollout-state'
import { cn } from './cn'
import { hostMarks, mutedMark } from './marks'
import { toneBox, toneVar } from './tone'

type HostTileProps = {
  readonly host: HostState
  /** `dot`: for lanes of very many hosts; shape and tone only. */
  readonly size: 'tile' | 'dot'
  readonly isChosen?: boolean | undefined
  /** Keep the same function, so that a tile is drawn again only for its own host. */
  readonly onOpen?: ((name: string) => void) | undefined
}

/** One host of a lane: its status as a glyph, how far its steps are, a ring while it is out of traffic, a bell while muted. */
export const HostTile = memo(function HostTile({ host, size, isChosen, onOpen }: HostTileProps) {
  const { icon: Icon, tone } = hostMarks[host.status]
  const label = useTileLabel(host)
  const isUnderWay = host.status === 'running' || host.status === 'undoing'
  const isHatched = host.status === 'skipped' || host.status === 'excluded'
  const done = isUnderWay && host.step ? (stepIndex(host.step) + 1) / stepNames.length : 0
  const BellOff = mutedMark.icon
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-pressed={isChosen}
      data-host={host.name}
      onClick={() => onOpen?.(host.name)}
      className={cn(
        'relative flex shrink-0 items-center justify-center border',
        size === 'tile' ? 'size-6 rounded-sm' : 'size-2.5 rounded-[2px]',
        toneBox[tone],
        !host.isServing && 'outline-1 outline-offset-1 outline-orange-fg outline-dashed focus-visible:outline-solid',
        isChosen && 'ring-2 ring-accent',
      )}
      style={{
        ...(isHatched ? { backgroundImage: hatch } : {}),
        ...(done > 0 ? { backgroundImage: fill(done, toneVar(tone, 'line')) } : {}),
      }}
    >
      {size === 'tile' ? <Icon aria-hidden size={13} strokeWidth={2.5} /> : null}
      {size === 'tile' && host.isMuted ? (
        <BellOff
          aria-hidden
          size={9}
          strokeWidth={2.5}
          className="absolute -right-1 -bottom-1 rounded-[2px] bg-surface text-grey-fg"
        />
      ) : null}
    </button>
  )
})

const hatch = `repeating-linear-gradient(45deg, ${toneVar('grey', 'line')} 0 1px, transparent 1px 4px)`
const fill = (share: number, color: string) =>
  `linear-gradient(to top, ${color} ${Math.round(share * 100)}%, transparent ${Math.round(share * 100)}%)`

/** Everything the tile shows, in words. */
function useTileLabel(host: HostState): string {
  const { t } = useTranslation()
  const status = t(`hostStatus.${host.status}`)
  const isUnderWay = host.status === 'running' || host.status === 'undoing'
  const parts = [
    `${host.name}: ${status}`,
    isUnderWay && host.step ? `${t(`step.${host.step}`)} ${stepIndex(host.step) + 1}/${stepNames.length}` : undefined,
    host.failure ? `${t(`step.${host.failure.step}`)}` : undefined,
    host.isServing ? undefined : t('mark.out'),
    host.isMuted ? t('mark.muted') : undefined,
  ]
  return parts.filter((part) => part !== undefined).join(' · ')
}
