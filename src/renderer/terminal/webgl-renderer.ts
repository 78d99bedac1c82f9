import { WebglAddon } from '@xterm/addon-webgl'
import type { Terminal } from '@xterm/xterm'

/** Browsers drop the oldest of more than 16 contexts without asking; eight panes are shown at once. */
const mostContexts = 8
let contexts = 0
let canDraw: boolean | undefined

/** Renderers that are programs: SwiftShader of Chromium, llvmpipe and softpipe of Mesa, the basic one of Windows. */
const imitations = /swiftshader|llvmpipe|softpipe|basic render/i

/** Is there a graphics processor? WebGL that the processor imitates is slower than elements, and eight panes of it far more so. */
function hasFastWebgl(): boolean {
  const context = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true })
  if (!context) return false
  const names = context.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = names ? context.getParameter(names.UNMASKED_RENDERER_WEBGL) : ''
  context.getExtension('WEBGL_lose_context')?.loseContext()
  return !imitations.test(String(name))
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
