import type { ReactNode } from 'react'
import { Controller, useFormContext, type FieldPath, type FieldValues } from 'react-hook-form'
import { Switch } from '../../ui/check-box'
import { Field, TextInput } from '../../ui/field'
import { Select, type Option } from '../../ui/select'

type FormFieldProps<Fields extends FieldValues> = {
  /** Where it stands in the form, and in lastmile.yml. */
  readonly path: FieldPath<Fields>
  readonly label: string
  readonly hint?: ReactNode
  /** What is expected, when it is not that. */
  readonly expected?: string
  readonly className?: string
}

/** A text of a form; what the schema refuses is said below it. */
export function FormText<Fields extends FieldValues>({
  path,
  label,
  hint,
  expected,
  className,
  placeholder,
  isFirst = false,
}: FormFieldProps<Fields> & {
  readonly placeholder?: string
  /** The keyboard begins here; the form may appear after its dialog. */
  readonly isFirst?: boolean
}) {
  const { register, formState, getFieldState } = useFormContext<Fields>()
  const { error, invalid } = getFieldState(path, formState)
  const message = error?.type === 'told' ? error.message : expected
  return (
    <Field label={label} hint={hint} error={invalid ? message : undefined} {...(className ? { className } : {})}>
      <TextInput {...register(path)} placeholder={placeholder} autoFocus={isFirst} />
    </Field>
  )
}

/** One of several in a form. Radix has no empty value, so `none` stands for it. */
export function FormSelect<Fields extends FieldValues>({
  path,
  label,
  hint,
  className,
  options,
}: FormFieldProps<Fields> & { readonly options: readonly Option<string>[] }) {
  const { control } = useFormContext<Fields>()
  return (
    <Controller
      control={control}
      name={path}
      render={({ field }) => (
        <Field label={label} hint={hint} {...(className ? { className } : {})}>
          <Select
            value={field.value === '' ? 'none' : field.value}
            options={options}
            onChange={(value) => field.onChange(value === 'none' ? '' : value)}
          />
        </Field>
      )}
    />
  )
}

/** Something that is on or off in a form. */
export function FormSwitch<Fields extends FieldValues>({ path, label, hint, className }: FormFieldProps<Fields>) {
  const { control } = useFormContext<Fields>()
  return (
    <Controller
      control={control}
      name={path}
      render={({ field }) => (
        <Switch
          isChecked={field.value}
          onChange={field.onChange}
          label={label}
          hint={hint}
          {...(className ? { className } : {})}
        />
      )}
    />
  )
}
