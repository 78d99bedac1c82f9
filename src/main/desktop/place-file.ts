import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeSmallFile } from './small-file'
import type { WindowPlace } from './window-place'

/** Beyond this no screen reaches, and Electron takes no such numbers. */
const point = z.int().min(-100_000).max(100_000)
const length = z.int().min(1).max(100_000)
const windowPlace = z.strictObject({
  area: z.strictObject({ x: point, y: point, width: length, height: length }),
  isMaximized: z.boolean(),
  isFullScreen: z.boolean(),
})

/** Where the window was; undefined when that is not known. */
export function readPlace(file: string): WindowPlace | undefined {
  try {
    return windowPlace.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // never written, or not by this version: the window opens where it does the first time
    return undefined
  }
}

/** Note where the window is. A disk that takes no more must not keep a window from closing. */
export const writePlace = (file: string, place: WindowPlace): void => writeSmallFile(file, place)
