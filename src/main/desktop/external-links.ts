/** Longer ones are no links that somebody wrote, and Windows takes no more. */
const longestLink = 2_048

/**
 * The address of a link that may be handed to the person's browser, or undefined. Only the web: other schemes start programs.
 * No names and passwords, which make one host look like another. Pure.
 */
export function externalLink(url: string): string | undefined {
  if (url.length > longestLink || !URL.canParse(url)) return undefined
  const { protocol, username, password, hostname, href } = new URL(url)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  return isWeb && hostname !== '' && username === '' && password === '' ? href : undefined
}
