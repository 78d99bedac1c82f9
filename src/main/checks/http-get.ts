/** A body is evidence of a check, not a download. */
const longestBody = 64 * 1024

/** Ask a URL from this machine. Rejects when there is no answer in time. */
export async function httpGet(
  url: string,
  timeoutMs: number,
): Promise<{ readonly status: number; readonly body: string }> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'follow' })
  let body = ''
  const decoder = new TextDecoder()
  for await (const chunk of reply.body ?? []) {
    body += decoder.decode(chunk as Uint8Array, { stream: true })
    if (body.length > longestBody) break
  }
  return { status: reply.status, body: body.slice(0, longestBody) }
}
