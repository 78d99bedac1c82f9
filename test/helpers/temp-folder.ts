import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** An empty directory that is gone after the test. Its path is real (no symbolic link), as SQLite wants it. */
export function tempFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lastmile-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}
