import { FormProvider, useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { FleetDialog } from './fleet-dialogs'
import { FormSwitch, FormText } from './form-fields'
import { resolverOf } from './form-resolver'
import { emptyHost, hostForm, toHostFields, toWrittenHost, type HostFields } from './host-fields'
import { findHost, withHost } from './spec-edit'
import { SpecEditDialog, type EditForm } from './spec-edit-dialog'

type HostDialogProps = {
  readonly dialog: Extract<FleetDialog, { kind: 'host' }>
  readonly onClose: () => void
}

/** Add a host to an environment, or change one. */
export function HostDialog({ dialog, onClose }: HostDialogProps) {
  const { t } = useTranslation('fleet')
  const { app, environment, host } = dialog
  return (
    <SpecEditDialog
      app={app}
      onClose={onClose}
      title={host === undefined ? t('host.add', { app, environment }) : t('host.edit', { host })}
      description={t('host.editWhat')}
    >
      {(form) => <HostForm {...form} dialog={dialog} />}
    </SpecEditDialog>
  )
}

function HostForm({
  spec,
  formId,
  onReview,
  dialog: { environment, host },
}: EditForm & Pick<HostDialogProps, 'dialog'>) {
  const { t } = useTranslation('fleet')
  const known = host === undefined ? undefined : findHost(spec, environment, host)
  const form = useForm<HostFields>({
    defaultValues: known ? toHostFields(known) : emptyHost,
    resolver: resolverOf<HostFields>(hostForm),
  })
  const submit = (fields: HostFields) => {
    const written = toWrittenHost(fields)
    if (written.name !== host && findHost(spec, environment, written.name)) {
      return form.setError('name', { type: 'told', message: t('host.taken', { host: written.name, environment }) })
    }
    onReview(withHost(spec, environment, written, host))
  }
  return (
    <FormProvider {...form}>
      <form
        id={formId}
        noValidate
        onSubmit={(event) => void form.handleSubmit(submit)(event)}
        className="grid grid-cols-6 gap-3"
      >
        <FormText<HostFields>
          path="name"
          isFirst
          label={t('field.name')}
          expected={t('expected.name')}
          hint={host === undefined ? undefined : t('host.renameHint')}
          className="col-span-6"
        />
        <FormText<HostFields>
          path="address"
          label={t('field.address')}
          hint={t('field.addressHint')}
          expected={t('expected.address')}
          className="col-span-4"
        />
        <FormText<HostFields>
          path="port"
          label={t('field.port')}
          placeholder="22"
          expected={t('expected.port')}
          className="col-span-2"
        />
        <FormText<HostFields>
          path="user"
          label={t('field.user')}
          hint={t('field.userHint')}
          expected={t('expected.text')}
          className="col-span-6"
        />
        <FormText<HostFields>
          path="labels"
          label={t('field.labels')}
          hint={t('field.labelsHint')}
          placeholder="zone=a, rack=12"
          expected={t('expected.labels')}
          className="col-span-6"
        />
        <FormSwitch<HostFields>
          path="canary"
          label={t('field.canary')}
          hint={t('field.canaryHint')}
          className="col-span-6"
        />
      </form>
    </FormProvider>
  )
}
