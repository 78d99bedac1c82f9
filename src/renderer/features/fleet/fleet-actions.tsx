import {
  Download,
  Ellipsis,
  FileCode2,
  FolderOpen,
  Layers,
  Pencil,
  PlugZap,
  Plus,
  Rocket,
  Trash2,
  Upload,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { line } from '../../api/line'
import { routes } from '../../app/routes'
import { Button } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { Menu, type MenuItem } from '../../ui/menu'
import { toastError } from '../../ui/toaster'
import { saveFile } from '../../ui/save-file'
import type { CheckTarget } from './check-runner'
import { openFleetDialog } from './fleet-dialogs'
import type { FleetPlace } from './fleet-place'
import { startChecks, useHostChecks } from './host-checks'

type FleetActionsProps = {
  readonly place: FleetPlace
  /** What a connect test is about: the selected hosts, or else those that are shown. */
  readonly targets: readonly CheckTarget[]
  readonly markedNames: readonly string[]
}

/** What can be done with the part of the fleet that is looked at. */
export function FleetActions({ place: { app, environment }, targets, markedNames }: FleetActionsProps) {
  const { t } = useTranslation('fleet')
  const [, go] = useLocation()
  const isChecking = useHostChecks(({ run }) => run !== undefined && run.finishedAtMs === undefined)
  const count = targets.length
  const whyNoTest = isChecking ? t('check.running') : count === 0 ? t('check.none') : undefined
  return (
    <>
      <Button icon={PlugZap} disabledBecause={whyNoTest} onClick={() => startChecks(targets)}>
        {t(markedNames.length > 0 ? 'check.runMarked' : 'check.runAll', { count, shown: formatNumber(count) })}
      </Button>
      {app === undefined || environment === undefined ? null : (
        <>
          <Button icon={Plus} onClick={() => openFleetDialog({ kind: 'host', app, environment })}>
            {t('actions.addHost')}
          </Button>
          <Button icon={Rocket} tone="primary" onClick={() => go(routes.newLaunch({ app, environment }))}>
            {t('actions.newLaunch')}
          </Button>
        </>
      )}
      <Menu
        label={t('actions.more')}
        trigger={<Button icon={Ellipsis} aria-label={t('actions.more')} className="w-8 px-0" />}
        items={menuOf(t, app, environment, markedNames)}
      />
    </>
  )
}

type Texts = ReturnType<typeof useTranslation<'fleet'>>['t']

function menuOf(
  t: Texts,
  app: string | undefined,
  environment: string | undefined,
  marked: readonly string[],
): readonly MenuItem[] {
  const general: MenuItem[] = [
    { label: t('actions.openFile'), icon: FolderOpen, onSelect: () => openFleetDialog({ kind: 'file' }) },
    { label: t('actions.addApp'), icon: Plus, onSelect: () => openFleetDialog({ kind: 'app', andImport: false }) },
  ]
  if (app === undefined) return general
  return [
    ...(environment === undefined ? [] : clusterItems(t, app, environment)),
    { label: t('actions.addEnvironment'), icon: Layers, onSelect: () => openFleetDialog({ kind: 'environment', app }) },
    'separator',
    { label: t('actions.editFile'), icon: FileCode2, onSelect: () => openFleetDialog({ kind: 'file', app }) },
    { label: t('actions.export'), icon: Download, onSelect: () => void exportFile(app).catch(toastError) },
    ...general,
    'separator',
    ...(environment === undefined ? [] : removeItems(t, app, environment, marked)),
    {
      label: t('actions.removeApp'),
      icon: Trash2,
      isDanger: true,
      onSelect: () => openFleetDialog({ kind: 'remove-app', app }),
    },
  ]
}

const clusterItems = (t: Texts, app: string, environment: string): MenuItem[] => [
  { label: t('actions.import'), icon: Upload, onSelect: () => openFleetDialog({ kind: 'import', app, environment }) },
  {
    label: t('actions.editEnvironment'),
    icon: Pencil,
    onSelect: () => openFleetDialog({ kind: 'environment', app, environment }),
  },
]

const removeItems = (t: Texts, app: string, environment: string, marked: readonly string[]): MenuItem[] => [
  ...(marked.length === 0
    ? []
    : [
        {
          label: t('actions.removeHosts', { count: marked.length }),
          icon: Trash2,
          isDanger: true,
          onSelect: () => openFleetDialog({ kind: 'remove-hosts', app, environment, hosts: marked }),
        },
      ]),
  {
    label: t('actions.removeEnvironment'),
    icon: Trash2,
    isDanger: true,
    onSelect: () => openFleetDialog({ kind: 'remove-environment', app, environment }),
  },
]

/** Write an app's lastmile.yml to a file of the person who looks at it. */
async function exportFile(app: string): Promise<void> {
  const { text } = await line.request('spec:export', { app })
  saveFile({ fileName: `${app}.lastmile.yml`, mediaType: 'application/yaml', text })
}
