/** Sentences for `remote.*`. */
export const remoteErrors = {} as const satisfies Record<`remote.${string}`, string>
