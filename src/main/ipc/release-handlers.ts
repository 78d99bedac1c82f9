import { AppError } from '../../shared/errors/app-error'
import type { Handlers, Input } from '../../shared/ipc/contract'
import type { Clock } from '../ports/clock'
import type { Inventory } from '../ports/inventory'
import type { ReleaseBook } from '../ports/releases'
import { getApp } from '../rollout/cluster'

type ReleaseRequests = 'release:list' | 'release:unblock'

export type ReleaseServices = {
  readonly releases: ReleaseBook
  readonly inventory: Inventory
  readonly clock: Clock
}

/** Requests about the versions of an app. */
export function releaseHandlers(services: ReleaseServices): Pick<Handlers, ReleaseRequests> {
  return {
    'release:list': ({ app }) => services.releases.list(app).map((release) => ({ ...release })),
    'release:unblock': (input) => {
      unblock(services, input)
      return {}
    },
  }
}

/** @throws AppError `gate.reason-missing`, `rollout.app-unknown`, `release.not-blocked` */
function unblock({ releases, inventory, clock }: ReleaseServices, input: Input<'release:unblock'>): void {
  const { app, version, by, reason } = input
  if (reason.trim() === '') throw new AppError('gate.reason-missing', { details: { action: `unblock ${version}` } })
  if (!releases.find(app, version)?.blocked) {
    if (!releases.find(app, version)) getApp(inventory, app)
    throw new AppError('release.not-blocked', { details: { app, version } })
  }
  releases.unblock(app, version, { by, reason, atMs: clock.nowMs() })
}
