import { fileURLToPath } from 'node:url'

/**
 * Where the built page is, from the address of a module of `main`: sources (tests) are in a folder of `src/main`; built, this code
 * is in an entry of `out/main` or in a chunk below it.
 */
export function pageFolderFor(moduleUrl: string): string {
  if (moduleUrl.endsWith('.ts')) return fileURLToPath(new URL('../../../out/renderer', moduleUrl))
  const isChunk = /\/chunks\/[^/]*$/.test(moduleUrl)
  return fileURLToPath(new URL(isChunk ? '../../renderer' : '../renderer', moduleUrl))
}
