/** Sentences for `ssh.*`. */
export const sshErrors = {} as const satisfies Record<`ssh.${string}`, string>
