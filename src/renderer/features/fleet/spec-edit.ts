import type { z } from 'zod'
import type { appSpec, environmentSpec, hostSpec } from '../../../shared/domain/app-spec'

/** As `spec:read` gives it and `spec:save` takes it: what lastmile.yml would say, as JSON. */
export type WrittenSpec = z.input<typeof appSpec>
export type WrittenEnvironment = z.input<typeof environmentSpec>
export type WrittenHost = z.input<typeof hostSpec>

/** The environment as it is written. Pure. */
export const findEnvironment = (spec: WrittenSpec, name: string): WrittenEnvironment | undefined =>
  spec.environments?.find((environment) => environment.name === name)

/** The host as it is written. Pure. */
export const findHost = (spec: WrittenSpec, environment: string, name: string): WrittenHost | undefined =>
  findEnvironment(spec, environment)?.hosts?.find((host) => host.name === name)

/** Put an environment at the place of the one it replaces, or at the end: the last one in promotion order. Pure. */
export function withEnvironment(spec: WrittenSpec, environment: WrittenEnvironment, replaces?: string): WrittenSpec {
  return { ...spec, environments: put(spec.environments ?? [], environment, replaces) }
}

export const withoutEnvironment = (spec: WrittenSpec, name: string): WrittenSpec => ({
  ...spec,
  environments: (spec.environments ?? []).filter((environment) => environment.name !== name),
})

/** Put a host at the place of the one it replaces, or at the end. Pure. */
export function withHost(spec: WrittenSpec, environment: string, host: WrittenHost, replaces?: string): WrittenSpec {
  return changeHosts(spec, environment, (hosts) => put(hosts, host, replaces))
}

export const withoutHosts = (spec: WrittenSpec, environment: string, names: readonly string[]): WrittenSpec =>
  changeHosts(spec, environment, (hosts) => hosts.filter(({ name }) => !names.includes(name)))

type Hosts = readonly WrittenHost[]

const changeHosts = (spec: WrittenSpec, environment: string, change: (hosts: Hosts) => WrittenHost[]): WrittenSpec => ({
  ...spec,
  environments: (spec.environments ?? []).map((each) =>
    each.name === environment ? { ...each, hosts: change(each.hosts ?? []) } : each,
  ),
})

const put = <Entry extends { readonly name: string }>(list: readonly Entry[], entry: Entry, replaces?: string) =>
  list.some(({ name }) => name === replaces)
    ? list.map((each) => (each.name === replaces ? entry : each))
    : [...list, entry]
