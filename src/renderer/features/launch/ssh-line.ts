import type { RolloutHost, RolloutSettings } from '../../../shared/domain/rollout-settings'

/** The command that logs in to a host as the rollout does, to be pasted into a terminal. Pure. */
export function sshLine({ address, user, port }: RolloutHost, { ssh }: Pick<RolloutSettings, 'ssh'>): string {
  const login = user ?? ssh.user
  const door = port ?? ssh.port
  const identities = [ssh.identityFile ?? []].flat()
  const words = [
    'ssh',
    ...(door === undefined || door === 22 ? [] : ['-p', String(door)]),
    ...identities.flatMap((file) => ['-i', quote(file)]),
    ...(ssh.jump === undefined ? [] : ['-J', quote(ssh.jump)]),
    quote(login === undefined ? address : `${login}@${address}`),
  ]
  return words.join(' ')
}

/** A leading `~/` must reach the shell bare. */
function quote(word: string): string {
  if (/^[\w@%+=:,./~-]+$/.test(word)) return word
  const [home, rest] = word.startsWith('~/') ? ['~/', word.slice(2)] : ['', word]
  return `${home}'${rest.replaceAll("'", String.raw`'\''`)}'`
}
