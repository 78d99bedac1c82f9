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
  const rule = ruleOf(trouble)
  namespace.run('iptables', ['-A', 'INPUT', '!', '-i', 'lo', ...rule])
  namespace.run('iptables', ['-A', 'OUTPUT', '!', '-o', 'lo', ...rule])
}

/** End the trouble. What the two ends kept for each other is delivered by TCP, if they have not given up. */
export function healNetwork(namespace: NetNamespace): void {
  namespace.run('iptables', ['-F'])
}

function ruleOf(trouble: NetTrouble): string[] {
  switch (trouble.kind) {
    case 'drop':
      return ['-j', 'DROP']
    case 'unreachable':
      return ['-j', 'REJECT', '--reject-with', 'icmp-host-unreachable']
    case 'reset':
      return ['-p', 'tcp', '-j', 'REJECT', '--reject-with', 'tcp-reset']
    case 'loss':
      return ['-m', 'statistic', '--mode', 'random', '--probability', String(trouble.percent / 100), '-j', 'DROP']
  }
}
