import { create } from 'zustand'

type Cluster = { readonly app: string; readonly environment: string }

/** A form or a question about the inventory. */
export type FleetDialog =
  | (Cluster & { readonly kind: 'host'; readonly host?: string })
  | (Cluster & { readonly kind: 'remove-hosts'; readonly hosts: readonly string[] })
  | { readonly kind: 'environment'; readonly app: string; readonly environment?: string }
  | (Cluster & { readonly kind: 'remove-environment' })
  /** A new app; `andImport` goes on to import hosts into it. */
  | { readonly kind: 'app'; readonly andImport: boolean }
  | { readonly kind: 'remove-app'; readonly app: string }
  /** A lastmile.yml: of an app that is known, or one somebody brings. */
  | { readonly kind: 'file'; readonly app?: string; readonly text?: string; readonly fileName?: string }
  | (Cluster & { readonly kind: 'import' })

export const useFleetDialog = create<{ readonly dialog: FleetDialog | undefined }>(() => ({ dialog: undefined }))

/** Open a form about the inventory, in place of the one that is open. */
export const openFleetDialog = (dialog: FleetDialog): void => useFleetDialog.setState({ dialog })
export const closeFleetDialog = (): void => useFleetDialog.setState({ dialog: undefined })
