/** Let go of one after the other. Whatever fails, the next one is still let go; the first failure is told at the end. */
export async function closeInOrder(closings: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of closings) {
    try {
      await close()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
