/** Not built yet. */
export function FleetScreen() {
  return null
}
