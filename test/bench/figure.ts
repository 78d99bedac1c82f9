import Table from 'cli-table3'

/** One figure of the bench with the limit it is held to. */
export type Figure = { readonly name: string; readonly value: number; readonly unit: string; readonly limit?: number }

const isWithin = ({ value, limit }: Figure) => limit === undefined || value <= limit

/** Print figures beside their limits; false when one is above its own. */
export function showFigures(title: string, figures: readonly Figure[]): boolean {
  const table = new Table({
    head: ['', 'measured', 'limit'],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  const show = (value: number, unit: string) => `${value.toFixed(value < 20 ? 1 : 0)} ${unit}`
  for (const figure of figures) {
    const { name, value, unit, limit } = figure
    table.push([
      name,
      show(value, unit),
      limit === undefined ? '' : `${show(limit, unit)}${isWithin(figure) ? '' : ' EXCEEDED'}`,
    ])
  }
  console.log(`\n${title}\n${table.toString()}`)
  return figures.every(isWithin)
}
