/** Not built yet. */
export function BoardScreen() {
  return null
}
