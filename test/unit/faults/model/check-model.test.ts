import { describe, expect, it } from 'vitest'
import { checkModel } from '../../../faults/model/check-model'
import { mutations } from '../../../faults/model/mutations'

/** Any number will do; a fixed one so that a failure is the same on every machine. */
const seed = 20_261_125
/** The full form, 100,000 of them, is `npm run faults -- --only model.random-orders`. */
const sequences = 5_000
/** Some mistakes show in one sequence of ten thousand; the search ends with the first that shows them. */
const sequencesToFind = 40_000

describe('checkModel', () => {
  it('finds no sequence that breaks an invariant', { timeout: 300_000 }, () => {
    const { counts, found } = checkModel({ sequences, seed })
    expect(found).toBeUndefined()
    // a check that never gets anywhere would find nothing either
    expect(counts.sequences).toBe(sequences)
    expect(counts.settlings).toBeGreaterThan(sequences / 10)
    expect(Object.keys(counts.results).toSorted()).toEqual(['failed', 'revoked', 'succeeded'])
  })

  it.each(mutations)('finds that $name', { timeout: 180_000 }, ({ rules, breaks, ...own }) => {
    const { found } = checkModel({ sequences: sequencesToFind, seed, ...own, rules, isShrunk: false })
    expect(breaks).toContain(found?.invariant)
  })

  it('gives the same sequences for the same seed', () => {
    const [one, other] = [checkModel({ sequences: 50, seed }), checkModel({ sequences: 50, seed })]
    expect(one).toEqual(other)
  })
})
