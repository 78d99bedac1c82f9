import { FormProvider, useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import {
  environmentForm,
  toEnvironmentFields,
  toWrittenEnvironment,
  type EnvironmentFields,
} from './environment-fields'
import type { FleetDialog } from './fleet-dialogs'
import { FormSelect, FormSwitch, FormText } from './form-fields'
import { resolverOf } from './form-resolver'
import { findEnvironment, withEnvironment } from './spec-edit'
import { SpecEditDialog, type EditForm } from './spec-edit-dialog'
import { StrategyFields } from './strategy-fields'

type EnvironmentDialogProps = {
  readonly dialog: Extract<FleetDialog, { kind: 'environment' }>
  readonly onClose: () => void
}

/** Add an environment to an app, or change how its hosts are reached and how plans are made. */
export function EnvironmentDialog({ dialog, onClose }: EnvironmentDialogProps) {
  const { t } = useTranslation('fleet')
  const { app, environment } = dialog
  return (
    <SpecEditDialog
      app={app}
      onClose={onClose}
      title={environment === undefined ? t('environment.add', { app }) : t('environment.edit', { app, environment })}
      description={t('environment.editWhat')}
      className="w-[min(46rem,calc(100vw-2rem))]"
    >
      {(form) => <EnvironmentForm {...form} dialog={dialog} />}
    </SpecEditDialog>
  )
}

function EnvironmentForm({
  spec,
  formId,
  onReview,
  dialog: { environment },
}: EditForm & Pick<EnvironmentDialogProps, 'dialog'>) {
  const { t } = useTranslation('fleet')
  const known = environment === undefined ? undefined : findEnvironment(spec, environment)
  const form = useForm<EnvironmentFields>({
    defaultValues: toEnvironmentFields(known ?? { name: '' }),
    resolver: resolverOf<EnvironmentFields>(environmentForm),
  })
  const submit = (fields: EnvironmentFields) => {
    const written = toWrittenEnvironment(fields, known)
    if (written.name !== environment && findEnvironment(spec, written.name)) {
      return form.setError('name', { type: 'told', message: t('environment.taken', { environment: written.name }) })
    }
    onReview(withEnvironment(spec, written, environment))
  }
  return (
    <FormProvider {...form}>
      <form
        id={formId}
        noValidate
        onSubmit={(event) => void form.handleSubmit(submit)(event)}
        className="flex flex-col gap-5"
      >
        <div className="grid grid-cols-2 items-end gap-3">
          <FormText<EnvironmentFields> path="name" isFirst label={t('field.name')} expected={t('expected.name')} />
          <FormSwitch<EnvironmentFields>
            path="protected"
            label={t('field.protected')}
            hint={t('field.protectedHint')}
          />
        </div>
        <SshFields />
        <StrategyFields />
      </form>
    </FormProvider>
  )
}

function SshFields() {
  const { t } = useTranslation('fleet')
  return (
    <fieldset className="grid grid-cols-6 gap-3">
      <legend className="mb-2 text-sm font-semibold">{t('ssh.title')}</legend>
      <FormText<EnvironmentFields>
        path="ssh.user"
        label={t('field.user')}
        expected={t('expected.text')}
        className="col-span-2"
      />
      <FormText<EnvironmentFields>
        path="ssh.port"
        label={t('field.port')}
        placeholder="22"
        expected={t('expected.port')}
        className="col-span-1"
      />
      <FormText<EnvironmentFields>
        path="ssh.identityFile"
        label={t('ssh.identityFile')}
        placeholder="~/.ssh/id_ed25519"
        expected={t('expected.text')}
        className="col-span-3"
      />
      <FormText<EnvironmentFields>
        path="ssh.jump"
        label={t('ssh.jump')}
        placeholder="ops@bastion.example.com"
        expected={t('expected.text')}
        className="col-span-3"
      />
      <FormSelect<EnvironmentFields>
        path="ssh.hostKeys"
        label={t('ssh.hostKeys')}
        className="col-span-2"
        options={[
          { value: 'none', label: t('ssh.key.default') },
          { value: 'ask', label: t('ssh.key.ask') },
          { value: 'strict', label: t('ssh.key.strict') },
          { value: 'accept-new', label: t('ssh.key.accept-new') },
        ]}
      />
      <FormText<EnvironmentFields>
        path="ssh.connectTimeout"
        label={t('ssh.connectTimeout')}
        placeholder="10s"
        expected={t('expected.duration')}
        className="col-span-1"
      />
    </fieldset>
  )
}
