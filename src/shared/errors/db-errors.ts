/** Sentences for `db.*`. */
export const dbErrors = {} as const satisfies Record<`db.${string}`, string>
