import { rename, writeFile } from 'node:fs/promises'

/**
 * A small file that always shows its latest text, complete: written beside and renamed, one write at a time. Texts that
 * are overtaken while a write is under way are not written at all.
 */
export class PublishedFile {
  private readonly path: string
  private wanted: string | undefined
  private written: string | undefined
  private writing: Promise<void> | undefined

  constructor(path: string) {
    this.path = path
  }

  /** Publish a text. Resolves when it, or a later one, can be read; the same text again writes nothing. */
  set(text: string): Promise<void> {
    this.wanted = text
    if (this.writing === undefined && text === this.written) return Promise.resolve()
    this.writing ??= this.writeWanted()
    return this.writing
  }

  private async writeWanted(): Promise<void> {
    try {
      while (this.wanted !== this.written) {
        const text = this.wanted ?? ''
        await writeFile(`${this.path}.new`, text)
        await rename(`${this.path}.new`, this.path)
        this.written = text
      }
    } finally {
      // in the same turn as the last comparison, or a text that is set right after it would be lost
      this.writing = undefined
    }
  }
}
