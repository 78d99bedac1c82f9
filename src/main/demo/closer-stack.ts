type Closable = { close(): Promise<void> }

/** What has to be closed, last opened first. Everything is closed even when closing something fails. */
export class CloserStack {
  private readonly open: Closable[] = []
  private closing: Promise<void> | undefined

  /** Something that opens while the others are being closed already is closed too. */
  push(closable: Closable): void {
    this.open.push(closable)
    if (this.closing) this.closing = Promise.all([this.closing, this.closeAll()]).then(() => undefined)
  }

  /** Close everything, once; rejects with the first failure after all has been tried. */
  close(): Promise<void> {
    this.closing ??= this.closeAll()
    return this.closing
  }

  private async closeAll(): Promise<void> {
    const failures: unknown[] = []
    for (let last = this.open.pop(); last; last = this.open.pop()) {
      await last.close().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }
}
