declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** One rollout: ten lower-case letters and digits, random, so that two consoles never share a directory on a host. */
export type RolloutId = Branded<'RolloutId'>
/** A host's name, unique within its cluster. */
export type HostName = Branded<'HostName'>
/** One undo debt. */
export type DebtId = Branded<'DebtId'>
/** A gate of one rollout, such as `before-batch-2`. */
export type GateId = Branded<'GateId'>

export const asRolloutId = (text: string) => text as RolloutId
export const asHostName = (text: string) => text as HostName
export const asDebtId = (text: string) => text as DebtId
export const asGateId = (text: string) => text as GateId
