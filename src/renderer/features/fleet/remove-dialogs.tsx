import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { line } from '../../api/line'
import { routes } from '../../app/routes'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import type { FleetDialog } from './fleet-dialogs'
import { withoutEnvironment, withoutHosts, type WrittenSpec } from './spec-edit'

type Of<Kind extends FleetDialog['kind']> = {
  readonly dialog: Extract<FleetDialog, { kind: Kind }>
  readonly onClose: () => void
}

/** Named one by one up to here. */
const namedHosts = 8

/** Take hosts out of an environment. */
export function RemoveHostsDialog({ dialog: { app, environment, hosts }, onClose }: Of<'remove-hosts'>) {
  const { t } = useTranslation('fleet')
  const more = hosts.length - namedHosts
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('remove.hosts', { count: hosts.length, app, environment })}
      confirm={t('remove.hostsConfirm', { count: hosts.length })}
      onConfirm={() => changeSpec(app, (spec) => withoutHosts(spec, environment, hosts))}
    >
      <p className="font-mono text-xs break-words">
        {hosts.slice(0, namedHosts).join(', ')}
        {more > 0 ? ` ${t('remove.more', { count: more })}` : ''}
      </p>
      <p>{t('remove.hostsWhat')}</p>
    </ConfirmDialog>
  )
}

/** Take an environment with all its hosts out of an app. */
export function RemoveEnvironmentDialog({ dialog: { app, environment }, onClose }: Of<'remove-environment'>) {
  const { t } = useTranslation('fleet')
  const [, go] = useLocation()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('remove.environment', { app, environment })}
      confirm={t('remove.environmentConfirm', { environment })}
      onConfirm={async () => {
        await changeSpec(app, (spec) => withoutEnvironment(spec, environment))
        go(routes.fleet({ app }))
      }}
    >
      <p>{t('remove.environmentWhat', { app, environment })}</p>
    </ConfirmDialog>
  )
}

/** Forget an app. */
export function RemoveAppDialog({ dialog: { app }, onClose }: Of<'remove-app'>) {
  const { t } = useTranslation('fleet')
  const [, go] = useLocation()
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('remove.app', { app })}
      confirm={t('remove.appConfirm', { app })}
      onConfirm={async () => {
        await line.request('app:remove', { app })
        go(routes.fleet())
      }}
    >
      <p>{t('remove.appWhat', { app })}</p>
    </ConfirmDialog>
  )
}

/** Read, change and store an app at once; refused when somebody else changed it in between. */
async function changeSpec(app: string, change: (spec: WrittenSpec) => WrittenSpec): Promise<void> {
  const { spec: before } = await line.request('spec:read', { app })
  await line.request('spec:save', { spec: change(before as WrittenSpec), before, preview: false })
}
