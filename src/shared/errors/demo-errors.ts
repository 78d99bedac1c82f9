/** Sentences for `demo.*`. */
export const demoErrors = {} as const satisfies Record<`demo.${string}`, string>
