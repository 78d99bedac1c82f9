import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FuseState, FuseV1Options, FuseVersion } from '@electron/fuses'

/** By this, fuses are found in the program of a runtime. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const fuseCount = Object.values(FuseV1Options).filter((value) => typeof value === 'number').length

/**
 * A folder that packaging takes for the runtime of Electron on Linux: a program that is none, with fuses that can be set. All
 * but the runtime can be packed with it, without a network.
 */
export function writeStubRuntime(folder: string, version: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  const fuses = Buffer.from([Number(FuseVersion.V1), fuseCount, ...Array<number>(fuseCount).fill(FuseState.DISABLE)])
  const program = Buffer.concat([Buffer.from(`no program\n${sentinel}`, 'latin1'), fuses, Buffer.from('\n')])
  writeFileSync(join(folder, 'electron'), program)
  chmodSync(join(folder, 'electron'), 0o755)
  writeFileSync(join(folder, 'version'), version)
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak', 'locales/zh-CN.pak']) {
    writeFileSync(join(folder, file), '')
  }
}
