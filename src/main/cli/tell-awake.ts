import type { Output } from '../../shared/ipc/contract'
import type { ConsoleClient } from '../ipc/console-client'

/** Why this machine may fall asleep in the middle of a batch, in a sentence; undefined when it is kept awake. Pure. */
export function sleepSentence(awake: Output<'console:awake'>): string | undefined {
  if (awake.isKept) return undefined
  const why = awake.because === 'no-tool' ? `${awake.detail} cannot do it here` : awake.detail
  return `This machine is not kept awake while hosts are on their way: ${why}. If it sleeps, hosts finish what they began and are found again.`
}

/** Say so where this machine may fall asleep under a rollout. */
export function tellAwake(client: ConsoleClient, say: (sentence: string) => void): void {
  const tell = (awake: Output<'console:awake'>) => {
    const sentence = sleepSentence(awake)
    if (sentence !== undefined) say(sentence)
  }
  // nice to know; a console that cannot tell is no reason to stop
  void client.request('console:awake', {}).then(tell, () => undefined)
}
