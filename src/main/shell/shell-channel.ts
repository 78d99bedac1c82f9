import type { Target } from '../ports/machine'

/** A byte pipe to one `/bin/sh` that reads commands from its stdin. */
export interface ShellChannel {
  write(text: string | Buffer): void
  onStdout(listener: (bytes: Buffer) => void): void
  onStderr(listener: (bytes: Buffer) => void): void
  /** Called once, when the shell or the connection is gone. */
  onClose(listener: (cause?: Error) => void): void
  /** Flow control: stop / go on reading stdout. */
  pause(): void
  resume(): void
  close(): void
}

/** Opens shells on one machine; implemented by ssh/ and by the local shell. */
export interface ShellHost {
  /** A new `/bin/sh` (exec channel on the one connection of that machine; a local child process). */
  openShell(signal?: AbortSignal): Promise<ShellChannel>
  push(
    localPath: string,
    remotePath: string,
    onProgress: (sentBytes: number, totalBytes: number) => void,
    signal?: AbortSignal,
  ): Promise<void>
  dispose(): Promise<void>
}

/** The hosts by target, cached: one per machine. */
export interface ShellHosts {
  get(target: Target): ShellHost
  /** True while somebody waits for a connection because all are in use. */
  readonly isUnderPressure: boolean
  /** Called each time somebody begins to wait so: a shell that is kept open only for later should then be closed. */
  onPressure(listener: () => void): void
  dispose(): Promise<void>
}
