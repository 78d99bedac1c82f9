import type { DebtId, HostName, RolloutId } from '../../shared/domain/ids'
import type { DebtKind } from '../../shared/domain/lifecycle'

export type DebtFilter = {
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly host?: string | undefined
}

export type DebtEntry = {
  readonly debt: DebtId
  readonly rollout: RolloutId
  readonly app: string
  readonly environment: string
  readonly host: HostName
  readonly kind: DebtKind
  readonly recordedAtMs: number
  readonly expiresAtMs?: number | undefined
}
