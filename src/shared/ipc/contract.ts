import type { z } from 'zod'
import { consoleRequests } from './requests/console-requests'
import { evidenceRequests } from './requests/evidence-requests'
import { inventoryRequests } from './requests/inventory-requests'
import { rolloutRequests } from './requests/rollout-requests'
import type { journalRow, rolloutEntry, status } from './shapes'

/**
 * All requests a door may make of the console, with the shapes that go in and come out: types, validation and the list of
 * what is allowed come from this one object. Times are UTC milliseconds.
 */
export const requests = {
  ...consoleRequests,
  ...inventoryRequests,
  ...rolloutRequests,
  ...evidenceRequests,
} as const

export type RequestName = keyof typeof requests
export type Input<N extends RequestName> = z.output<(typeof requests)[N]['input']>
/** What a caller writes, before defaults. */
export type RawInput<N extends RequestName> = z.input<(typeof requests)[N]['input']>
export type Output<N extends RequestName> = z.output<(typeof requests)[N]['output']>
export type Handlers = { readonly [N in RequestName]: (input: Input<N>) => Promise<Output<N>> | Output<N> }

export type RolloutStatus = z.output<typeof status>
export type { WirePlan } from './requests/rollout-requests'
export type WireJournalRow = z.output<typeof journalRow>
export type WireRolloutEntry = z.output<typeof rolloutEntry>
