import { Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge'
import { IconButton } from '../../ui/button'
import type { Column } from '../../ui/data-table'
import { Hint } from '../../ui/hint'
import { nameOfLine, type KnownHost } from './known-host-search'

/** The columns of the known hosts; only lines of the console's own file can be forgotten. */
export function useKnownHostColumns(onForget: (line: KnownHost) => void): readonly Column<KnownHost>[] {
  const { t } = useTranslation('settings')
  return useMemo(
    (): readonly Column<KnownHost>[] => [
      {
        id: 'host',
        title: t('hosts.host'),
        width: 'minmax(140px,1fr)',
        sortBy: ({ hosts, isHashed }) => (isHashed ? '~' : hosts),
        cell: (row) => <HostName row={row} />,
      },
      {
        id: 'key',
        title: t('hosts.key'),
        width: 'minmax(180px,460px)',
        sortBy: ({ keyType }) => keyType,
        cell: ({ keyType, fingerprint }) => (
          <Hint text={fingerprint}>
            <span className="text-xs">
              <span className="text-muted">{keyType}</span> <span className="font-mono">{fingerprint}</span>
            </span>
          </Hint>
        ),
      },
      {
        id: 'place',
        title: t('hosts.place'),
        width: 'minmax(120px,1fr)',
        sortBy: ({ file }) => file,
        cell: ({ file, line, isOwn }) => (
          <Hint text={`${file}:${line}`}>
            <span className="text-xs text-muted">
              {isOwn ? t('hosts.own') : file} · {t('hosts.line', { line })}
            </span>
          </Hint>
        ),
      },
      {
        id: 'forget',
        title: <span className="sr-only">{t('hosts.removeConfirm')}</span>,
        width: '32px',
        cell: (row) =>
          row.isOwn ? (
            <IconButton
              icon={Trash2}
              label={t('hosts.remove', { host: nameOfLine(row) })}
              onClick={() => onForget(row)}
            />
          ) : null,
      },
    ],
    [t, onForget],
  )
}

function HostName({ row: { hosts, isHashed, marker } }: { readonly row: KnownHost }) {
  const { t } = useTranslation('settings')
  return (
    <span className="flex min-w-0 items-center gap-2">
      {isHashed ? (
        <Hint text={t('hosts.hashedWhat')}>
          <span className="truncate text-muted italic">{t('hosts.hashed')}</span>
        </Hint>
      ) : (
        <Hint text={hosts}>
          <span className="truncate font-mono text-xs">{hosts}</span>
        </Hint>
      )}
      {marker === 'revoked' ? <Badge tone="red">{t('hosts.revoked')}</Badge> : null}
      {marker === 'cert-authority' ? <Badge tone="violet">{t('hosts.authority')}</Badge> : null}
    </span>
  )
}
