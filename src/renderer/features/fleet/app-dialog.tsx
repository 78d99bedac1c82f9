import { FormProvider, useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import { appForm, emptyApp, toNewSpec, type AppFields } from './app-fields'
import { openFleetDialog, type FleetDialog } from './fleet-dialogs'
import { FormSwitch, FormText } from './form-fields'
import { resolverOf } from './form-resolver'
import type { WrittenSpec } from './spec-edit'
import { SpecEditDialog, type EditForm } from './spec-edit-dialog'

type AppDialogProps = { readonly dialog: Extract<FleetDialog, { kind: 'app' }>; readonly onClose: () => void }

/** Name a new app and its first environment; where hosts are to be imported, that comes next. */
export function AppDialog({ dialog: { andImport }, onClose }: AppDialogProps) {
  const { t } = useTranslation('fleet')
  const [, go] = useLocation()
  const saved = ({ app, environments = [] }: WrittenSpec) => {
    const environment = environments[0]?.name ?? ''
    onClose()
    go(routes.fleet({ app, environment }))
    if (andImport) openFleetDialog({ kind: 'import', app, environment })
  }
  return (
    <SpecEditDialog
      app={undefined}
      onClose={onClose}
      onSaved={saved}
      title={t(andImport ? 'app.addForImport' : 'app.add')}
      description={t(andImport ? 'app.addForImportWhat' : 'app.addWhat')}
    >
      {(form) => <AppForm {...form} />}
    </SpecEditDialog>
  )
}

function AppForm({ formId, onReview }: EditForm) {
  const { t } = useTranslation('fleet')
  const { data: apps = [] } = useConsole('app:list', {})
  const form = useForm<AppFields>({
    defaultValues: emptyApp,
    resolver: resolverOf<AppFields>(appForm),
  })
  const submit = (fields: AppFields) => {
    const written = toNewSpec(fields)
    if (apps.some(({ app }) => app === written.app)) {
      return form.setError('app', { type: 'told', message: t('app.taken', { app: written.app }) })
    }
    onReview(written)
  }
  return (
    <FormProvider {...form}>
      <form
        id={formId}
        noValidate
        onSubmit={(event) => void form.handleSubmit(submit)(event)}
        className="grid grid-cols-2 gap-3"
      >
        <FormText<AppFields>
          path="app"
          isFirst
          label={t('app.name')}
          expected={t('expected.name')}
          className="col-span-2"
        />
        <FormText<AppFields> path="owner" label={t('app.owner')} />
        <FormText<AppFields> path="tier" label={t('app.tier')} />
        <FormText<AppFields>
          path="environment"
          label={t('app.environment')}
          hint={t('app.environmentHint')}
          placeholder="production"
          expected={t('expected.name')}
          className="col-span-2"
        />
        <FormSwitch<AppFields>
          path="protected"
          label={t('field.protected')}
          hint={t('field.protectedHint')}
          className="col-span-2"
        />
        <FormText<AppFields>
          path="package.url"
          label={t('app.package')}
          hint={t('app.packageHint')}
          placeholder="https://artifacts.example.com/shop-{version}.tar.gz"
          expected={t('expected.package')}
          className="col-span-2"
        />
        <FormText<AppFields>
          path="package.root"
          label={t('app.root')}
          placeholder="/srv/shop"
          expected={t('expected.root')}
          className="col-span-2"
        />
      </form>
    </FormProvider>
  )
}
