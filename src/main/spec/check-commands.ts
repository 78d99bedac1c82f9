import type { AppSpec } from '../../shared/domain/app-spec'
import type { SpecPath } from '../../shared/domain/spec-path'
import { templatePlaces } from '../../shared/domain/spec-templates'
import { AppError } from '../../shared/errors/app-error'

/** Throws an AppError when the placeholders of a command cannot be filled safely: `checkCommand` of `commands`. */
export type CommandCheck = (command: string) => void

/** Commands whose placeholders could not be filled safely, found when the file is read and not in the middle of a rollout. Pure. */
export function findCommandProblems(app: AppSpec, checkCommand: CommandCheck): { path: SpecPath; message: string }[] {
  return templatePlaces(app)
    .filter(({ isCommand }) => isCommand)
    .flatMap(({ path, text }) => {
      try {
        checkCommand(text)
        return []
      } catch (error) {
        if (error instanceof AppError) return [{ path, message: error.message }]
        throw error
      }
    })
}
