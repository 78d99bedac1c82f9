/** One way in which a secret may stand in output. */
export type SecretForm = {
  readonly bytes: Buffer
  /** The base64 character before these bytes holds some bits of the secret as well. */
  readonly hasLead: boolean
  /** So does the one after them; padding may follow it. */
  readonly hasTail: boolean
}
