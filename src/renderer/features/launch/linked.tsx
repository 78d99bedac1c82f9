import { splitLink } from './gate-model'

/** A text whose web address can be followed. */
export function Linked({ text }: { readonly text: string }) {
  const { before, url, after } = splitLink(text)
  if (url === undefined) return text
  return (
    <>
      {before}
      <a href={url} target="_blank" rel="noreferrer" className="break-all text-accent underline underline-offset-2">
        {url.replace(/^https?:\/\//, '')}
      </a>
      {after}
    </>
  )
}
