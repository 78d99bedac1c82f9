import type { SecretForm } from './secret-form'
import { formsOf } from './secret-forms'

export type Occurrence = { readonly from: number; readonly to: number; readonly form: SecretForm }

/** A window that is longer than this skips no further: the pairs of bytes of so many forms are everywhere in it. */
const longestWindowBytes = 16

/**
 * Finds all forms of some secrets in one pass, however many there are (Wu and Manber's search). Immutable once made; making
 * it costs some milliseconds for a dozen secrets, so streams share one.
 *
 * A window as long as the shortest form slides over the text. Its last two bytes say how far it may go at once; only where
 * they end the beginning of a form are the forms themselves compared. Ordinary output is passed with long steps.
 */
export class FormSearch {
  readonly isEmpty: boolean
  /** Some form has bits of its secret in the character before it. */
  readonly hasLeads: boolean
  readonly #windowBytes: number
  readonly #longestBytes: number
  /** By two bytes: how far the window may move when it ends in them. */
  readonly #steps: Uint8Array
  /** By the two bytes at the end of the window. */
  readonly #byWindowEnd = new Map<number, SecretForm[]>()
  /** By the first byte, and by the first two: what may have begun at the end of a chunk. */
  readonly #byStart = new Map<number, SecretForm[]>()
  readonly #isStart = new Uint8Array(65_536)

  constructor(secrets: readonly string[]) {
    const forms = [...new Set(secrets)].flatMap(formsOf)
    const lengths = forms.map(({ bytes }) => bytes.length)
    this.isEmpty = forms.length === 0
    this.hasLeads = forms.some(({ hasLead }) => hasLead)
    this.#longestBytes = Math.max(0, ...lengths)
    this.#windowBytes = Math.min(longestWindowBytes, ...lengths)
    this.#steps = new Uint8Array(65_536).fill(this.#windowBytes - 1)
    for (const form of forms) this.#add(form)
  }

  #add(form: SecretForm): void {
    const { bytes } = form
    const last = this.#windowBytes - 1
    for (let at = 1; at <= last; at += 1) {
      const pair = pairAt(bytes, at)
      this.#steps[pair] = Math.min(this.#steps[pair] ?? 0, last - at)
    }
    append(this.#byWindowEnd, pairAt(bytes, last), form)
    append(this.#byStart, bytes[0] ?? 0, form)
    this.#isStart[pairAt(bytes, 1)] = 1
  }

  /** All occurrences, also those that overlap. */
  find(text: Buffer): Occurrence[] {
    const found: Occurrence[] = []
    const steps = this.#steps
    const size = text.length
    for (let at = this.#windowBytes - 1; at < size;) {
      const pair = ((text[at - 1] as number) << 8) | (text[at] as number)
      const step = steps[pair] as number
      if (step > 0) {
        at += step
        continue
      }
      const from = at - this.#windowBytes + 1
      for (const form of this.#byWindowEnd.get(pair) ?? []) {
        const to = from + form.bytes.length
        if (to <= size && isSame(text, from, form.bytes, form.bytes.length)) found.push({ from, to, form })
      }
      at += 1
    }
    return found
  }

  /** How many bytes at the end of a text are the start of a form that may go on. */
  startedAtEnd(text: Buffer): number {
    const size = text.length
    for (let at = Math.max(0, size - this.#longestBytes + 1); at < size; at += 1) {
      if (at + 1 < size && this.#isStart[pairAt(text, at + 1)] === 0) continue
      const left = size - at
      for (const { bytes } of this.#byStart.get(text[at] ?? 0) ?? []) {
        if (bytes.length > left && isSame(text, at, bytes, left)) return left
      }
    }
    return 0
  }
}

/** The byte before `at` and the one there. */
const pairAt = (bytes: Buffer, at: number): number => ((bytes[at - 1] ?? 0) << 8) | (bytes[at] ?? 0)

function isSame(text: Buffer, from: number, bytes: Buffer, length: number): boolean {
  for (let at = 0; at < length; at += 1) if (text[from + at] !== bytes[at]) return false
  return true
}

function append(map: Map<number, SecretForm[]>, key: number, form: SecretForm): void {
  const known = map.get(key)
  if (known) known.push(form)
  else map.set(key, [form])
}
