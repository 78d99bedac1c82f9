/** Not built yet. */
export function LaunchScreen({ rollout }: { readonly rollout: string }) {
  return <p>{rollout}</p>
}
