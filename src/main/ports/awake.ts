/** Can this machine be kept from sleeping? `detail`: the tool that is missing, or what it said. */
export type AwakeVerdict =
  | { readonly isKept: true }
  | { readonly isKept: false; readonly because: 'no-tool' | 'refused'; readonly detail: string }

export type AwakeHold = { readonly release: () => void }

/** Keeps this machine awake while somebody holds it; also let go when this process ends, by whatever means. */
export interface KeepAwake {
  /** Try it once; the answer is kept. */
  check(): Promise<AwakeVerdict>
  hold(): AwakeHold
}
