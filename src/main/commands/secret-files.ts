import { stripShell, printfText } from './agent-text'
import agentSecretsSource from './agent-secrets.sh?raw'
import type { SecretValue } from '../ports/secrets'

const storingPart = stripShell(agentSecretsSource)

/**
 * What the agent needs to hand secrets to the exchange that follows: functions that write them, and `LM_z`, the directory
 * they are written to; `letGoOfSecrets` comes after that exchange was started. Pure. The values are in the memory of the
 * agent only until then, and never in an argument. `key`: names the exchange.
 */
export function buildSecretFiles(values: readonly SecretValue[], key: string): string {
  if (values.length === 0) return ''
  const files = values.map(({ variable, value }) => `{\n${printfText(value)}\n} >"$LM_z/${variable}" || return\n`)
  return `${storingPart}\nlm_secrets() {\n${files.join('')}}\nLM_z=$LM_vault/${key}\n`
}

/** Forget the values; `LM_last` is what `lm_quit` removes. Pure. */
export const letGoOfSecrets = (values: readonly SecretValue[]): string =>
  values.length === 0 ? '' : 'unset -f lm_secrets\nLM_last=$LM_z LM_z=\n'

/** The first lines of a script that gets secrets: the variables that name their files. No value is in them. Pure. */
export function buildSecretVariables(values: readonly SecretValue[]): string {
  return values
    .map(({ variable, isInEnvironment }) => {
      const file = `${variable}_FILE=$LM_z/${variable}\nexport ${variable}_FILE\n`
      return isInEnvironment ? `${file}${variable}=$(cat "$${variable}_FILE")\nexport ${variable}\n` : file
    })
    .join('')
}
