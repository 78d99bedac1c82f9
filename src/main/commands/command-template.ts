import { showPlaceholder, valueOf, type Placeholder, type TemplateValues } from '../../shared/domain/template'
import { replaceInCommand } from './command-scanner'
import { labelVariables, placeholderVariables } from './step-environment'

/**
 * Fill the placeholders of a shell command. Pure.
 *
 * No value goes into the command: a placeholder becomes a reference to the variable that `buildStepEnvironment` exports,
 * quoted for the place where it stands, so no value can become code. A placeholder without a value stops the command with
 * a message when it is reached, not before: a command may ask `[ -n "$LASTMILE_PREVIOUS" ]` first.
 * @throws AppError `spec.unknown-placeholder`, `spec.unknown-label`, `spec.template-in-quoted-heredoc`,
 * `spec.template-in-code`, `spec.template-unclear`
 */
export function fillCommand(command: string, values: TemplateValues): string {
  const labels = labelVariables(values.host.labels)
  return replaceInCommand(command, (placeholder) => {
    const isKnown = valueOf(placeholder, values) !== undefined
    const name = placeholder.kind === 'label' ? labels.get(placeholder.key) : placeholderVariables[placeholder.name]
    return isKnown ? `\${${name}}` : `\${${name}:?${withoutBraces(placeholder)} has no value on this host}`
  })
}

/**
 * Check a command of lastmile.yml before any host is known. Pure; labels are taken on trust.
 * @throws AppError like `fillCommand`, but never `spec.unknown-label`
 */
export function checkCommand(command: string): void {
  replaceInCommand(command, () => '${LASTMILE_CHECKED}')
}

/** `}` would end the expansion that shows the message. */
const withoutBraces = (placeholder: Placeholder): string => showPlaceholder(placeholder).slice(1, -1)
