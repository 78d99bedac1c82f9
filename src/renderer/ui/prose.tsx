/** A sentence in which `what is typed` stands between backticks, as the error catalogue and the texts of the page write it. */
export function Prose({ text }: { readonly text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // parts never change their order
      <code key={`${index} ${part}`} className="rounded-sm bg-sunken px-1 font-mono text-[0.92em] text-fg">
        {part}
      </code>
    ),
  )
}
