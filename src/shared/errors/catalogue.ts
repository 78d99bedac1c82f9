import { cliErrors } from './cli-errors'
import { consoleErrors } from './console-errors'
import { dataErrors } from './data-errors'
import { dbErrors } from './db-errors'
import { demoErrors } from './demo-errors'
import { lockErrors } from './lock-errors'
import { logsErrors } from './logs-errors'
import { remoteErrors } from './remote-errors'
import { rolloutErrors } from './rollout-errors'
import { secretErrors } from './secret-errors'
import { specErrors } from './spec-errors'
import { sshErrors } from './ssh-errors'
import { webErrors } from './web-errors'

/**
 * Every failure a person can meet, with the sentence they read: what happened, where, and how to go on.
 * `{name}` is filled from the error's details. One file per area; a code is `area.kebab-case`.
 */
export const catalogue = {
  ...cliErrors,
  ...consoleErrors,
  ...dataErrors,
  ...dbErrors,
  ...demoErrors,
  ...lockErrors,
  ...logsErrors,
  ...remoteErrors,
  ...rolloutErrors,
  ...secretErrors,
  ...specErrors,
  ...sshErrors,
  ...webErrors,
} as const satisfies Record<string, string>

export type ErrorCode = keyof typeof catalogue
