/**
 * Where the code of a worker is, from the address of a module beside it; both are URLs as text. Sources (tests) run
 * `<name>.ts` as it is: Node strips the types. Built, the worker is an entry of its own in `out/main`, where this code is in
 * an entry or a chunk. Pure.
 */
export function workerUrl(name: string, moduleUrl: string): string {
  const folder = moduleUrl.replace(/[^/]*$/, '')
  if (moduleUrl.endsWith('.ts')) return `${folder}${name}.ts`
  return `${folder.replace(/chunks\/$/, '')}${name}.js`
}
