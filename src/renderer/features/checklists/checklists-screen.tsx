/** Not built yet. */
export function ChecklistsScreen() {
  return null
}
