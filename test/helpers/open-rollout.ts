import type { Output } from '../../src/shared/ipc/contract'

type OpenRollout = Output<'board:show'>['open'][number]

/** A rollout in progress, as the board shows it. */
export const openRollout = (over: Partial<OpenRollout> = {}): OpenRollout => ({
  rollout: 'k7m2',
  app: 'shop',
  environment: 'production',
  version: '4.2.1',
  type: 'release',
  startedBy: 'ann',
  createdAtMs: 1_000,
  phase: 'running',
  position: 'batch 1',
  hosts: 12,
  done: 3,
  failed: 0,
  signedBy: [],
  isNotByStarter: false,
  ...over,
})
