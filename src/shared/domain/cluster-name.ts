/** Which hosts: those of one app in one environment. */
export type ClusterName = { readonly app: string; readonly environment: string }

/** The name of a cluster as one text, for maps; different clusters never share one. Pure. */
export const clusterKey = ({ app, environment }: ClusterName): string => JSON.stringify([app, environment])
