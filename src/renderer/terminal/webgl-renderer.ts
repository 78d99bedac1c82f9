import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal } from '@xterm/xterm'

/** Browsers drop the oldest of more than 16 contexts without asking; eight panes are shown at once. */
const mostContexts = 8
let contexts = 0
let canDraw: boolean | undefined

/** Is there a graphics processor? WebGL that the processor imitates is slower than elements, eight times over. */
function hasFastWebgl(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  context?.getExtension('WEBGL_lose_context')?.loseContext()
  return context !== null
}

/**
 * Draw a terminal with WebGL where that can be had and is fast; otherwise, and once the browser takes the context away, it goes on drawing
 * with elements. Returns the way to let the context go.
 */
export function drawWithWebgl(terminal: Terminal): () => void {
  canDraw ??= hasFastWebgl()
  if (!canDraw || contexts >= mostContexts) return () => undefined
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
    // elements do as well, only slower
  }
  return letGo
}
