type File = { readonly fileName: string; readonly mediaType: string; readonly text: string }

/** Some browsers read the file only after the click. */
const keptMs = 60_000

/** Hand a text to the browser as a file to keep. */
export function saveFile({ fileName, mediaType, text }: File): void {
  const url = URL.createObjectURL(new Blob([text], { type: mediaType }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(url), keptMs)
}

/** Print a page of its own without leaving this one; it has no scripts, and may run none. */
export function printPage(html: string): void {
  const frame = document.createElement('iframe')
  frame.title = 'print'
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
  frame.style.cssText = 'position:fixed;right:0;bottom:0;width:0;height:0;border:0'
  frame.srcdoc = html
  frame.addEventListener('load', () => {
    const page = frame.contentWindow
    if (!page) return
    page.addEventListener('afterprint', () => frame.remove())
    page.print()
  })
  document.body.append(frame)
}
