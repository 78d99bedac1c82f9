import type { NetNamespace } from './net-namespace'

/** What can be wrong with the network of a host, as rules of its own packet filter. */
export type NetTrouble =
  /** Packets vanish both ways: nothing answers, and connections stay half open. */
  | { readonly kind: 'drop' }
  /** A router says that there is no way to the host. */
  | { readonly kind: 'unreachable' }
  /** Each packet of a connection is answered with a reset, on both ends. */
  | { readonly kind: 'reset' }
  /** This share of packets vanishes, each way. */
  | { readonly kind: 'loss'; readonly percent: number }

/** Let the network of a host be in trouble from now on, instead of any trouble it was in. */
export function troubleNetwork(namespace: NetNamespace, trouble: NetTrouble): void {
  healNetwork(namespace)
  // Linux keeps most of its own answers about unreachable hosts to itself: one a second is let out
  namespace.run('sh', ['-c', 'echo 0 > /proc/sys/net/ipv4/icmp_ratelimit'])
  const { arriving, leaving } = rulesOf(trouble)
  namespace.run('iptables', ['-A', 'INPUT', '!', '-i', 'lo', ...arriving])
  namespace.run('iptables', ['-A', 'OUTPUT', '!', '-o', 'lo', ...leaving])
}

/** End the trouble. What the two ends kept for each other is delivered by TCP, if they have not given up. */
export function healNetwork(namespace: NetNamespace): void {
  namespace.run('iptables', ['-F'])
}

/** What a rule for arriving packets answers leaves the host itself, so the other rule must let it pass. */
function rulesOf(trouble: NetTrouble): { readonly arriving: string[]; readonly leaving: string[] } {
  switch (trouble.kind) {
    case 'drop':
      return { arriving: ['-j', 'DROP'], leaving: ['-j', 'DROP'] }
    case 'unreachable':
      return {
        arriving: ['-j', 'REJECT', '--reject-with', 'icmp-host-unreachable'],
        leaving: ['-p', 'tcp', '-j', 'DROP'],
      }
    case 'reset': {
      const reset = ['-j', 'REJECT', '--reject-with', 'tcp-reset']
      return { arriving: ['-p', 'tcp', ...reset], leaving: ['-p', 'tcp', '--tcp-flags', 'RST', 'NONE', ...reset] }
    }
    case 'loss': {
      const some = ['-m', 'statistic', '--mode', 'random', '--probability', String(trouble.percent / 100), '-j', 'DROP']
      return { arriving: some, leaving: some }
    }
  }
}
