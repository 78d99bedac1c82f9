import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal } from '@xterm/xterm'

/** Browsers drop the oldest of more than 16 contexts without asking; eight panes are shown at once. */
const mostContexts = 8
let contexts = 0

/**
 * Draw a terminal with WebGL where that can be had; otherwise, and once the browser takes the context away, it goes on drawing
 * with elements. Returns the way to let the context go.
 */
export function drawWithWebgl(terminal: Terminal): () => void {
  if (contexts >= mostContexts) return () => undefined
  let addon: WebglAddon | undefined
  const letGo = () => {
    if (!addon) return
    contexts -= 1
    addon.dispose()
    addon = undefined
  }
  try {
    const loaded = new WebglAddon()
    loaded.onContextLoss(letGo)
    terminal.loadAddon(loaded)
    addon = loaded
    contexts += 1
  } catch {
    // no WebGL 2 here: elements do as well, only slower
  }
  return letGo
}
