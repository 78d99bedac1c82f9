import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { NetHost } from './net-host'

/** Let `date` on the host be wrong by so many seconds; 0 puts it right. Needs no privileges of the kernel's clock. */
export function shiftClock(host: NetHost, seconds: number): void {
  const program = host.shell('readlink -f "$(command -v date)"').trim()
  host.shell(`umount ${program} 2>/dev/null; true`)
  if (seconds === 0) return
  const shim = join(host.dir, 'date')
  const real = join(host.dir, 'date.real')
  writeFileSync(shim, `#!/bin/sh\nexec ${real} -d "@$(($(${real} +%s) + ${seconds}))" "$@"\n`, { mode: 0o755 })
  host.shell(`cp -f ${program} ${real} && mount --bind ${shim} ${program}`)
}

/** Let nobody on the host write below a folder, root included. */
export function makeReadOnly(host: NetHost, folder: string): void {
  host.shell(`mount --bind ${folder} ${folder} && mount -o remount,bind,ro ${folder}`)
}

export function makeWritable(host: NetHost, folder: string): void {
  host.shell(`umount --lazy ${folder}`)
}

const ballast = '.ballast'
/** The last bytes of a disk are given out in pages. */
const pageBytes = 4_096

/** Fill the disk that a folder of this machine lies on. It must be a small one, such as `disks` of a host. */
export function fillDisk(folder: string): void {
  const file = openSync(join(folder, ballast), 'w', 0o600)
  for (let sizeBytes = 1_048_576; sizeBytes >= pageBytes;) {
    try {
      if (writeSync(file, Buffer.alloc(sizeBytes)) < sizeBytes) sizeBytes /= 2
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      sizeBytes /= 2
    }
  }
  closeSync(file)
}

export function freeDisk(folder: string): void {
  rmSync(join(folder, ballast), { force: true })
}
