import type { RolloutSettings } from '../../../shared/domain/rollout-settings'
import { hostsOfBatch, type RolloutState } from '../../../shared/domain/rollout-state'
import { installedVersion } from '../../demo/fleet'
import type { Colors } from '../cli'
import { tableLines } from '../views/table'
import { batchName, countOf, listNames } from '../views/words'

/** Names of one batch that are shown. */
const namesShown = 6

export const canaryWords = 'One host goes first: if the new version is bad, one host shows it.'
export const firstBatchWords =
  'Each host is muted in the monitoring, taken out of traffic, emptied, restarted, verified and put back.'
export const soakWords = 'The canary serves real customers; nothing else happens until this time is over.'

/** `Batch 2 of 4 · 3 hosts: web-04, web-05, web-06`. Pure. */
export function batchTitle(state: RolloutState, batch: number): string {
  const hosts = hostsOfBatch(state, batch).map(({ name }) => name)
  const { batches } = state.settings.plan
  const name = batch === 0 ? 'Canary batch' : `Batch ${batch} of ${batches.filter(({ index }) => index > 0).length}`
  return `${name} · ${countOf(hosts.length, 'host')}: ${listNames(hosts, namesShown)}`
}

/** What is about to be done, as a table of batches with the capacity that each leaves. Pure. */
export function planBlock({ type, app, version, environment, plan }: RolloutSettings, colors: Colors): string[] {
  const rows = plan.batches.map(({ index, hosts, servingAfter }) => [
    batchName(index),
    hosts.length,
    servingAfter,
    listNames(hosts, namesShown),
  ])
  const what = type === 'release' ? `Plan: ${app} ${installedVersion} → ${version}` : `Plan: ${app} back to ${version}`
  const floor = `${countOf(plan.hosts, 'host')}, never fewer than ${plan.floor} in traffic (the floor)`
  return [
    '',
    `${colors.bold(what)} in ${environment} · ${floor}`,
    ...tableLines(['batch', 'hosts', 'left in traffic', 'which'], rows, colors).map((line) => `  ${line}`),
  ]
}
