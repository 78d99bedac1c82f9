import type { Handlers, Input, Output } from '../../shared/ipc/contract'

type SshRequests = 'identity:list' | 'identity:forget' | 'known-host:list' | 'known-host:remove'

export type SshServices = {
  readonly listIdentities: () => Promise<Output<'identity:list'>>
  readonly forgetSecrets: () => Promise<void>
  readonly listKnownHosts: () => Promise<Output<'known-host:list'>>
  readonly removeKnownHost: (wanted: Input<'known-host:remove'>) => void
}

/** Requests about who this console can be, and which hosts it trusts. */
export function sshHandlers(services: SshServices): Pick<Handlers, SshRequests> {
  return {
    'identity:list': services.listIdentities,
    'identity:forget': async () => {
      await services.forgetSecrets()
      return {}
    },
    'known-host:list': services.listKnownHosts,
    'known-host:remove': (wanted) => {
      services.removeKnownHost(wanted)
      return {}
    },
  }
}
