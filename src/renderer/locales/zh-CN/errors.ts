import type { ErrorCode } from '../../../shared/errors/catalogue'
import {
  chineseCliErrors,
  chineseConsoleErrors,
  chineseDataErrors,
  chineseDemoErrors,
  chineseLogsErrors,
  chineseWebErrors,
} from './errors/console'
import { chineseDbErrors } from './errors/db'
import { chineseLockErrors } from './errors/lock'
import { chineseRemoteErrors } from './errors/remote'
import { chineseRolloutErrors } from './errors/rollout'
import { chineseSecretErrors } from './errors/secret'
import { chineseSpecErrors } from './errors/spec'
import { chineseSshErrors } from './errors/ssh'

/** The error catalogue in Chinese: the same codes and placeholders; commands, paths and keys stay as they are. */
export const chineseErrors = {
  ...chineseCliErrors,
  ...chineseConsoleErrors,
  ...chineseDataErrors,
  ...chineseDbErrors,
  ...chineseDemoErrors,
  ...chineseLockErrors,
  ...chineseLogsErrors,
  ...chineseRemoteErrors,
  ...chineseRolloutErrors,
  ...chineseSecretErrors,
  ...chineseSpecErrors,
  ...chineseSshErrors,
  ...chineseWebErrors,
} satisfies Record<ErrorCode, string>
