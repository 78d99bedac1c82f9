import type { StepContext } from './step-environment'
import { assignCommand, buildScript } from './step-script'
import { switchPart } from './switch-script'

/** Either `run`, or `stop` and `start`, or nothing. */
export type RestartOptions = {
  readonly run?: string | undefined
  readonly stop?: string | undefined
  readonly start?: string | undefined
}

/**
 * Bring the release up: `stop`, switch `current`, `start`; or switch, then `run`. Pure.
 *
 * Without a package (no root in the context) nothing is switched. A command that fails ends the script with its exit code.
 * Result: `phase=stop|switch|start|run|done` as it goes along, `version` at the end.
 * @throws AppError `spec.*` of templates, `remote.bad-version`
 */
export function buildRestartScript(context: StepContext, options: RestartOptions): string {
  const hasPackage = context.root !== undefined
  const command = (phase: keyof RestartOptions): string[] => {
    const text = options[phase]
    if (text === undefined) return []
    return [
      assignCommand('lm_command', text, context),
      `lm_put phase ${phase}\nlm_say '${phase}'\nlm_run "$lm_command"\nlm_exit=$?`,
      `if [ "$lm_exit" -ne 0 ]; then lm_say "the ${phase} command failed with exit code $lm_exit"; exit "$lm_exit"; fi`,
    ]
  }
  return buildScript(
    context,
    ...(hasPackage ? [switchPart(context), 'lm_check_release'] : []),
    ...command('stop'),
    ...(hasPackage ? ['lm_put phase switch\nlm_switch'] : []),
    ...command('start'),
    ...command('run'),
    'lm_put phase done\nlm_put version "$LASTMILE_VERSION"',
  )
}
