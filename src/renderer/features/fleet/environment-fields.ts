import { z } from 'zod'
import { environmentSpec } from '../../../shared/domain/app-spec'
import { toNumber } from './host-fields'
import type { WrittenEnvironment } from './spec-edit'

/** An environment as somebody types it: the parts of it that have a form. Paths are those of lastmile.yml. */
export type EnvironmentFields = {
  readonly name: string
  readonly protected: boolean
  readonly ssh: {
    readonly user: string
    readonly port: string
    readonly identityFile: string
    readonly jump: string
    readonly hostKeys: '' | 'ask' | 'strict' | 'accept-new'
    readonly connectTimeout: string
  }
  readonly strategy: {
    readonly kind: '' | 'canary' | 'rolling' | 'all-at-once'
    readonly canary: { readonly hosts: string; readonly soak: string }
    /** `1, 10%, 25%` */
    readonly batches: string
    readonly maxUnavailable: string
    readonly soak: string
    readonly pause: string
    readonly stopWhenFailuresExceed: { readonly batch: string; readonly rollout: string }
    readonly signOff: { readonly approvers: string; readonly notBy: '' | 'starter' }
  }
}

const shown = (value: unknown): string => (value === undefined ? '' : listOf(value).join(', '))
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

/** Pure. */
export function toEnvironmentFields(environment: WrittenEnvironment): EnvironmentFields {
  const { name, protected: isProtected, ssh = {}, strategy = {} } = environment
  const canary = strategy.canary === false ? undefined : strategy.canary
  return {
    name,
    protected: isProtected ?? false,
    ssh: {
      user: shown(ssh.user),
      port: shown(ssh.port),
      identityFile: shown(ssh.identityFile),
      jump: shown(ssh.jump),
      hostKeys: ssh.hostKeys ?? '',
      connectTimeout: shown(ssh.connectTimeout),
    },
    strategy: {
      kind: strategy.kind ?? (strategy.canary === false ? 'rolling' : ''),
      canary: { hosts: shown(canary?.hosts), soak: shown(canary?.soak) },
      batches: shown(strategy.batches),
      maxUnavailable: shown(strategy.maxUnavailable),
      soak: shown(strategy.soak),
      pause: shown(strategy.pause),
      stopWhenFailuresExceed: {
        batch: shown(strategy.stopWhenFailuresExceed?.batch),
        rollout: shown(strategy.stopWhenFailuresExceed?.rollout),
      },
      signOff: { approvers: shown(strategy.signOff?.approvers), notBy: strategy.signOff?.notBy ?? '' },
    },
  }
}

/** The environment with what was typed in place of the same keys; hosts, gates, lifecycle and further keys stay. Pure. */
export function toWrittenEnvironment(fields: EnvironmentFields, before?: WrittenEnvironment): WrittenEnvironment {
  const { user, port, identityFile, jump, hostKeys, connectTimeout, ...kept } = before?.ssh ?? {}
  const { ssh } = fields
  const files = partsOf(ssh.identityFile)
  const written = compact({
    ...ssh,
    port: ssh.port.trim() === '' ? '' : toNumber(ssh.port),
    identityFile: files.length > 1 ? files : ssh.identityFile,
  })
  const { ssh: _ssh, strategy: _strategy, protected: _protected, ...rest } = before ?? { name: '' }
  return {
    ...rest,
    name: fields.name.trim(),
    ...(fields.protected ? { protected: true } : {}),
    ...parts('ssh', { ...kept, ...written }),
    ...parts('strategy', writtenStrategy(fields.strategy)),
  }
}

function writtenStrategy(strategy: EnvironmentFields['strategy']): Readonly<Record<string, unknown>> {
  const { kind, canary, batches, stopWhenFailuresExceed, signOff, ...rest } = strategy
  const hasCanary = kind === '' || kind === 'canary'
  const sizes = partsOf(batches)
  return compact({
    kind,
    canary: hasCanary ? compact({ ...canary, hosts: canary.hosts.trim() === '' ? '' : toNumber(canary.hosts) }) : {},
    ...(sizes.length > 0 ? { batches: sizes } : {}),
    ...rest,
    stopWhenFailuresExceed: compact(stopWhenFailuresExceed),
    signOff: compact({ ...signOff, approvers: signOff.approvers.trim() === '' ? '' : toNumber(signOff.approvers) }),
  })
}

const partsOf = (text: string): string[] => text.split(',').flatMap((part) => part.trim() || [])

/** Without what is empty; text is trimmed. */
const compact = (map: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => {
      const tidy = typeof value === 'string' ? value.trim() : value
      const isEmpty = tidy === '' || (typeof tidy === 'object' && tidy !== null && Object.keys(tidy).length === 0)
      return isEmpty ? [] : [[key, tidy] as const]
    }),
  )

const parts = (key: string, map: Readonly<Record<string, unknown>>) =>
  Object.keys(map).length === 0 ? {} : { [key]: map }

/** The schema of these parts in lastmile.yml, for what somebody typed. */
export const environmentForm = z.preprocess(
  (fields) => toWrittenEnvironment(fields as EnvironmentFields),
  environmentSpec.pick({ name: true, protected: true, ssh: true, strategy: true }),
)
