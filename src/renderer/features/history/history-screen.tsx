/** Not built yet. */
export function HistoryScreen() {
  return null
}
