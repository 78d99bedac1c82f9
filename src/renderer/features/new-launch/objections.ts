import { fromWireError, type AppError, type WireError } from '../../../shared/errors/app-error'
import { catalogue } from '../../../shared/errors/catalogue'
import type { WirePlan } from '../../../shared/ipc/contract'

/** What a start would refuse, among the warnings of a plan that was made with `checkRelease`: those with the code of an error. Pure. */
export const objectionsOf = (warnings: WirePlan['warnings']): AppError[] =>
  warnings.filter(({ code }) => Object.hasOwn(catalogue, code)).map((warning) => fromWireError(warning as WireError))
