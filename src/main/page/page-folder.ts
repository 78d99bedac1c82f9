import { fileURLToPath } from 'node:url'

/** Where the built page is, from the address of a module of `main`. */
export const pageFolderFor = (moduleUrl: string): string => outFolderFor(moduleUrl, 'renderer')

/**
 * Where a part of the program was built to, from the address of a module of `main`: sources (tests) are in a folder of
 * `src/main`; built, this code is in an entry of `out/main` or in a chunk below it.
 */
export function outFolderFor(moduleUrl: string, part: 'renderer' | 'preload'): string {
  if (moduleUrl.endsWith('.ts')) return fileURLToPath(new URL(`../../../out/${part}`, moduleUrl))
  const isChunk = /\/chunks\/[^/]*$/.test(moduleUrl)
  return fileURLToPath(new URL(isChunk ? `../../${part}` : `../${part}`, moduleUrl))
}

/** The icons and the like that are shipped with the program; as above. */
export const resourcesFolderFor = (moduleUrl: string): string =>
  fileURLToPath(
    new URL(
      /\/(chunks|src\/main\/[^/]+)\/[^/]*$/.test(moduleUrl) ? '../../../resources' : '../../resources',
      moduleUrl,
    ),
  )
