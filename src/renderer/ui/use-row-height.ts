import { useAppearance } from '../stores/appearance-store'

/** Height of a row of tables and lists in CSS pixels; the same as `--row`. */
export const useRowHeight = (): number => useAppearance(({ density }) => (density === 'compact' ? 30 : 40))
