import type { Fault } from '../../fault'
import { modelInvariants } from '../../model/broken'
import { checkModel } from '../../model/check-model'

const sequences = 100_000

export const fault: Fault = {
  id: 'model.random-orders',
  title: 'any order of commands, results, crashes and steps of the clock',
  limitMs: 900_000,
  run: (lab) => {
    const startedAtMs = Date.now()
    const { counts, found } = checkModel({
      sequences,
      seed: lab.random.seed,
      onProgress: ({ sequences: done, events }) => {
        const perSecond = Math.round((done * 1_000) / (Date.now() - startedAtMs))
        lab.say(`${done} of ${sequences} sequences, ${events} events judged, ${perSecond} sequences a second`)
      },
    })
    if (found) throw new Error(`${found.what}\nseed ${found.seed}: ${found.example}`)
    const results = Object.entries(counts.results).map(([result, times]) => `${times} ${result}`)
    const outcome = `${counts.happenings} happenings, ${counts.events} events, ${counts.settlings} tries to settle a debt; rollouts: ${results.join(', ')}`
    return Promise.resolve({ times: counts.sequences, outcome, checked: modelInvariants })
  },
}
