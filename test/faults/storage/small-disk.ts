import { execFileSync } from 'node:child_process'
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Stage } from '../stage/stage'

/** Enough for both databases and their logs, and filled in a moment. */
const sizeMegabytes = 24
const pieceBytes = 64 * 1024

/** The data folder of a stage on a file system of its own. */
export type SmallDisk = {
  /** Leave no byte free. */
  readonly fill: () => void
  /** Take away what filled it. */
  readonly free: () => void
  readonly makeReadOnly: () => void
  readonly makeWritable: () => void
}

/** Put the data folder of a stage on a small disk; no console may run. The mount goes when the kind is over. */
export function moveToSmallDisk(stage: Stage): SmallDisk {
  const { dataFolder, lab } = stage
  const before = mkdtempSync(join(tmpdir(), 'lm-before-'))
  const options = { recursive: true, preserveTimestamps: true }
  cpSync(dataFolder, before, options)
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMegabytes}m,mode=0700`, 'lastmile-faults', dataFolder])
  lab.onCleanup(async () => {
    await stage.program.close()
    execFileSync('umount', ['-l', dataFolder])
  })
  cpSync(before, dataFolder, options)
  rmSync(before, { recursive: true, force: true })
  const ballast = join(dataFolder, 'ballast')
  const remount = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, dataFolder])
  return {
    fill: () => fillUp(ballast),
    free: () => rmSync(ballast, { force: true }),
    makeReadOnly: () => void remount('ro'),
    makeWritable: () => void remount('rw'),
  }
}

function fillUp(file: string): void {
  const handle = openSync(file, 'a')
  try {
    for (let size = pieceBytes; size >= 1; size = Math.floor(size / 2)) writeUntilFull(handle, Buffer.alloc(size))
  } finally {
    closeSync(handle)
  }
}

function writeUntilFull(handle: number, piece: Buffer): void {
  try {
    while (writeSync(handle, piece) === piece.length);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
