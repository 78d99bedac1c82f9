import { Info } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button'
import { Popover } from '../../ui/popover'
import { TileMark } from './tile-mark'
import type { TileView } from './tile-model'

const plain = { fill: 0, isOut: false, isMuted: false }
const marks = [
  ['pending', { ...plain, shape: 'hollow' }],
  ['running', { ...plain, shape: 'filling', fill: 5 / 9 }],
  ['succeeded', { ...plain, shape: 'check' }],
  ['failed', { ...plain, shape: 'cross' }],
  ['resting', { ...plain, shape: 'pause' }],
  ['undoing', { ...plain, shape: 'undoing' }],
  ['leftOut', { ...plain, shape: 'hatch' }],
  ['out', { ...plain, shape: 'hollow', isOut: true }],
  ['muted', { ...plain, shape: 'hollow', isMuted: true }],
] as const satisfies readonly (readonly [string, TileView])[]

/** What the marks mean. */
export function TileLegend() {
  const { t } = useTranslation('launch')
  return (
    <Popover
      label={t('legend.title')}
      trigger={
        <Button tone="quiet" size="sm" icon={Info}>
          {t('legend.title')}
        </Button>
      }
      className="w-64"
    >
      <ul className="flex flex-col gap-1.5">
        {marks.map(([name, view]) => (
          <li key={name} className="flex items-center gap-2.5 text-xs">
            <TileMark view={view} size={20} />
            {t(`legend.${name}`)}
          </li>
        ))}
      </ul>
    </Popover>
  )
}
