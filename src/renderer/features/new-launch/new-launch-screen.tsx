/** Not built yet. */
export function NewLaunchScreen() {
  return null
}
