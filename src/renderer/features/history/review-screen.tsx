/** Not built yet. */
export function ReviewScreen({ rollout }: { readonly rollout: string }) {
  return <p>{rollout}</p>
}
