/**
 * Where the worker's code is, from the address of a module beside it. Sources (tests) run `log-writer.ts` as it is: Node
 * strips the types. Built, the worker is an entry of its own in `out/main`, where this code is in an entry or a chunk.
 */
export function writerUrl(moduleUrl: string): URL {
  if (moduleUrl.endsWith('.ts')) return new URL('log-writer.ts', moduleUrl)
  return new URL(/\/chunks\/[^/]*$/.test(moduleUrl) ? '../log-writer.js' : 'log-writer.js', moduleUrl)
}
