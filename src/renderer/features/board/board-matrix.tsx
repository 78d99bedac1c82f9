import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { routes } from '../../app/routes'
import type { Output } from '../../../shared/ipc/contract'
import { SearchInput } from '../../ui/search-input'
import { BoardCell } from './board-cell'

/** With fewer apps one sees at a glance what one looks for. */
const searchFromApps = 9

/** Apps by environments in promotion order. Titles stay in sight when there are many of both. */
export function BoardMatrix({ board }: { readonly board: Output<'board:show'> }) {
  const { t } = useTranslation('board')
  const [text, setText] = useState('')
  const { environments, apps, cells, open } = board
  const cellOf = useMemo(() => new Map(cells.map((cell) => [keyOf(cell.app, cell.environment), cell])), [cells])
  const openOf = useMemo(() => new Map(open.map((entry) => [entry.rollout, entry])), [open])
  const wanted = text.trim().toLowerCase()
  const shown = apps.filter(({ app, owner = '' }) => `${app} ${owner}`.toLowerCase().includes(wanted))
  return (
    <section aria-labelledby="board-matrix" className="flex flex-col gap-2">
      <div className="flex min-h-8 items-center justify-between gap-3">
        <h2 id="board-matrix" className="text-xs font-semibold text-muted">
          {t('matrix.title')}
        </h2>
        {apps.length < searchFromApps ? null : (
          <SearchInput
            label={t('matrix.search')}
            placeholder={t('matrix.search')}
            value={text}
            onChange={setText}
            className="w-56"
          />
        )}
      </div>
      <div className="max-h-[70vh] overflow-auto rounded-lg border border-line bg-surface">
        <table className="w-full border-separate border-spacing-0">
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky top-0 left-0 z-20 h-8 w-56 border-r border-b border-line bg-surface px-3 text-left text-2xs font-medium text-faint"
              >
                {t('matrix.app')}
              </th>
              {environments.map((environment) => (
                <th
                  key={environment}
                  scope="col"
                  className="sticky top-0 z-10 min-w-42 border-b border-line bg-surface px-3 text-left text-2xs font-medium text-faint"
                >
                  {environment}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="[&_tr:last-child>*]:border-b-0">
            {shown.map(({ app, owner, tier }) => (
              <tr key={app}>
                <th
                  scope="row"
                  className="sticky left-0 z-10 w-56 max-w-56 min-w-40 border-r border-b border-line bg-surface px-3 py-2 text-left align-top font-normal"
                >
                  <Link href={routes.fleet({ app })} className="block truncate text-sm font-medium hover:underline">
                    {app}
                  </Link>
                  <span className="block truncate text-2xs text-faint">
                    {[owner, tier === undefined ? undefined : t('matrix.tier', { tier })].filter(Boolean).join(' · ')}
                  </span>
                </th>
                {environments.map((environment) => {
                  const cell = cellOf.get(keyOf(app, environment))
                  return (
                    <td key={environment} className="border-b border-line p-0 align-top">
                      {cell ? (
                        <BoardCell
                          cell={cell}
                          open={cell.openRollout === undefined ? undefined : openOf.get(cell.openRollout)}
                        />
                      ) : (
                        <span aria-label={t('matrix.notHere')} className="block px-3 py-2 text-faint">
                          –
                        </span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 ? <p className="px-3 py-6 text-center text-sm text-muted">{t('matrix.nothing')}</p> : null}
      </div>
    </section>
  )
}

const keyOf = (app: string, environment: string): string => JSON.stringify([app, environment])
