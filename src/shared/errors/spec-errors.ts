/** Sentences for `spec.*`. */
export const specErrors = {} as const satisfies Record<`spec.${string}`, string>
