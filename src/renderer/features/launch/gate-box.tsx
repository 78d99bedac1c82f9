import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isAutomatic } from '../../../shared/domain/checklist'
import type { GateId } from '../../../shared/domain/ids'
import { useAction } from '../../api/queries'
import { usePerson } from '../../stores/person-store'
import { useRollout } from '../../stores/rollouts'
import { IconButton } from '../../ui/button'
import { ErrorNote } from '../../ui/notes'
import { GateItem } from './gate-item'
import { SignBox } from './sign-box'

/** The gate that waits: its items and the place to sign. */
export function GateBox({ id }: { readonly id: GateId }) {
  const { t } = useTranslation('launch')
  const person = usePerson(({ person: name }) => name)
  const gate = useRollout(({ gates }) => gates[id])
  const { rollout, gates } = useRollout(({ settings }) => settings)
  const recheck = useAction('rollout:recheck')
  const items = gates.find((template) => template.id === id)?.items ?? []
  if (!gate) return null
  return (
    <div className="border-t border-violet-line">
      <div className="flex items-center gap-1 px-3 pt-2 text-xs text-muted">
        <p className="flex-1">{t('gate.waitsFor')}</p>
        {items.some(isAutomatic) ? (
          <IconButton
            icon={RefreshCw}
            label={t('gate.recheckAll')}
            isBusy={recheck.isPending}
            onClick={() => recheck.mutate({ rollout, by: person })}
          />
        ) : null}
      </div>
      <ErrorNote error={recheck.error} className="mx-3 my-1 text-xs" />
      {items.length === 0 ? <p className="px-3 py-2 text-xs text-muted">{t('gate.noItems')}</p> : null}
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <GateItem key={item.id} rollout={rollout} gate={gate} item={item} />
        ))}
      </ul>
      <SignBox gate={gate} items={items} />
    </div>
  )
}
