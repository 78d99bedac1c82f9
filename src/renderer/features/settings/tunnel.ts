/**
 * The command that makes a served console reachable from another machine under the same address, or undefined when it needs none:
 * it listens for others as well. Pure.
 */
export function tunnelCommand(url: string, user: string, host: string): string | undefined {
  const { hostname, port, protocol } = new URL(url)
  if (protocol === 'https:' || !/^(127\.|localhost$|\[::1\]$)/.test(hostname)) return undefined
  return `ssh -N -L ${port || '80'}:${hostname}:${port || '80'} ${user}@${host}`
}
