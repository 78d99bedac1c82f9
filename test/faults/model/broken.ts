/** What must always be true (product.md), as the model names it in its report. */
export const modelInvariants = [
  'no attempt runs twice',
  'the picture of every host is right',
  'never below the floor because of us',
  'a debt is written before its effect, and kept',
  'no gate opens without its record',
  'a refused command changes nothing',
  'one rollout per cluster',
  'hosts rest at safe points only',
  'nothing unverified serves',
  'a step starts from the success of the one before',
  'the journal alone gives the same state',
  'there is a way to a result',
] as const
export type ModelInvariant = (typeof modelInvariants)[number]

/** An invariant does not hold. */
export class Broken extends Error {
  readonly invariant: ModelInvariant

  constructor(invariant: ModelInvariant, what: string) {
    super(`${invariant}: ${what}`)
    this.invariant = invariant
  }
}

/** Make sure that an invariant holds; `what` is only asked for when it does not. */
export function must(holds: boolean, invariant: ModelInvariant, what: () => string): void {
  if (!holds) throw new Broken(invariant, what())
}
