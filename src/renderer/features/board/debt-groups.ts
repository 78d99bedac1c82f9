type Owed = { readonly app: string; readonly environment: string }

export type DebtGroup<D extends Owed> = { readonly key: string; readonly debts: readonly D[] }

/** Debts by cluster, in their order. The key stays while debts of the group are settled one by one. Pure. */
export const debtGroups = <D extends Owed>(debts: readonly D[]): DebtGroup<D>[] =>
  [...Map.groupBy(debts, ({ app, environment }) => JSON.stringify([app, environment]))].map(([key, behind]) => ({
    key,
    debts: behind,
  }))
