import type { WireTrouble } from '../../shared/ipc/requests/console-requests'
import type { ConsoleClient } from '../ipc/console-client'

type Part = WireTrouble['part']

/** What a trouble means for the work, before the sentence that says what it is. */
export const consequences: Readonly<Record<Part, string>> = {
  journal: 'Rollouts hold: nothing new is started, and what hosts report is kept until the journal can be written.',
  logs: 'Logs are not whole. Rollouts go on, and hosts keep their output until it is stored.',
  backup: 'No backup is made.',
  restored: 'This journal may lag behind the hosts.',
  clock: 'The clock of this machine cannot be relied on.',
  secrets: 'Something has to be removed from a host.',
  keychain: 'The keychain does not hold what logins need as you wanted it.',
}
const recoveries: Readonly<Record<Part, string>> = {
  journal: 'The journal can be written again: rollouts go on.',
  logs: 'Output of hosts is stored again, and what is missing is fetched from them.',
  backup: 'Backups are made again.',
  restored: 'The journal and the hosts agree again.',
  clock: 'The clock of this machine is right again.',
  secrets: 'No secret is known to be readable on a host any more.',
  keychain: 'The keychain holds what logins need as you want it.',
}

/** A trouble in one line. Pure. */
export const troubleSentence = ({ part, message }: WireTrouble): string => `${consequences[part]} ${message}`

/**
 * Say what keeps the console from its work, now and while somebody watches, and when that is over. Returns the way to stop.
 */
export function tellTroubles(client: ConsoleClient, say: (sentence: string) => void): () => void {
  let told: readonly WireTrouble[] = []
  const tell = (open: readonly WireTrouble[]) => {
    for (const trouble of open) {
      if (!told.some(({ part, message }) => part === trouble.part && message === trouble.message))
        say(troubleSentence(trouble))
    }
    for (const { part } of told) if (!open.some((trouble) => trouble.part === part)) say(recoveries[part])
    told = open
  }
  const stop = client.onPush('trouble:changed', ({ open }) => tell(open))
  // who cannot tell its troubles is not asked a second time; whatever is wrong shows in the requests that matter
  void client.request('trouble:list', {}).then(tell, () => undefined)
  return stop
}
