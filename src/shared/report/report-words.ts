/** A moment for people: `2026-01-02 03:04:05 UTC`. Pure. */
export const formatMoment = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** A value of an event or a fact in one line: text as it is, anything else as JSON. Pure. */
export const formatValue = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

/** `serving: 4, floor: 2`. Pure; what has no value is left out. */
export const formatFacts = (facts: Readonly<Record<string, unknown>> | undefined): string =>
  Object.entries(facts ?? {})
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${formatValue(value)}`)
    .join(', ')

/** `1 host`, `2 hosts`. Pure. */
export const countOf = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
