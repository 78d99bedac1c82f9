/** What `demo:start` takes (contract). */
export const demoHosts = { min: 3, max: 500, usual: 12 } as const

/** A number of hosts as it was typed; undefined when it is none that can be started. Pure. */
export function parseHostCount(text: string): number | undefined {
  if (!/^\d{1,4}$/.test(text.trim())) return undefined
  const hosts = Number(text)
  return hosts >= demoHosts.min && hosts <= demoHosts.max ? hosts : undefined
}

/** Faults as they were typed, one per line or parted by commas. Pure; the console says what is wrong with one. */
export const parseFaults = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((fault) => fault.trim())
    .filter(Boolean)
