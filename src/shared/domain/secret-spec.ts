import { z } from 'zod'
import { secretFileVariable, secretVariable, secretVariablesIn } from './secret-variable'
import { text } from './spec-fields'

/**
 * Where a sensitive value comes from: exactly one of `env`, `file` and `keychain`. The value itself is never part of a
 * spec, so it is in no inventory, export or journal.
 */
export const secretSource = z
  .strictObject({
    env: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
      .describe('the name of the environment variable that holds the value, never the value itself')
      .optional(),
    file: text.describe('the path of a local file that holds the value').optional(),
    keychain: z
      .string()
      .regex(/^[^/]+\/.+$/)
      .describe('an entry of the keychain, written as service/account')
      .optional(),
    as: z.enum(['file', 'environment']).optional(),
  })
  .describe('a map such as { env: SHOP_DB_PASSWORD }; the value itself is never written here')
export type SecretSource = z.output<typeof secretSource>

export const secretsSpec = z.record(z.string(), secretSource)
/** Sources by the name of their secret. */
export type SecretSources = Readonly<Record<string, SecretSource>>

type WithSecrets = { readonly secrets?: SecretSources | undefined }

/** The secrets of an app in one environment, whose own win over the app's of the same name; undefined for none. Pure. */
export function mergeSecrets(app: WithSecrets, environment: WithSecrets): SecretSources | undefined {
  const merged = { ...app.secrets, ...environment.secrets }
  return Object.keys(merged).length === 0 ? undefined : merged
}

/** The secrets that a text names by a variable of theirs: what its command gets. Pure; in the order of the sources. */
export function secretsNamedIn(text: string, sources: SecretSources | undefined): [name: string, SecretSource][] {
  if (!sources) return []
  const variables = new Set(secretVariablesIn(text))
  return Object.entries(sources).filter(
    ([name]) => variables.has(secretVariable(name)) || variables.has(secretFileVariable(name)),
  )
}
