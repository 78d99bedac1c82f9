import type { ITheme } from '@xterm/xterm'

/** No state of the product is cyan, so there is no token for it. */
const cyan = '#5cc7d6'

/**
 * Colours of a terminal, from the tokens that hold at `element`. Terminals stay dark in both themes: give it an element below
 * one with the class `dark`.
 */
export function readTerminalTheme(element: Element): ITheme {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const hues = {
    red: token('red-fg'),
    green: token('green-fg'),
    yellow: token('amber-fg'),
    blue: token('blue-fg'),
    magenta: token('violet-fg'),
    cyan,
  }
  return {
    background: token('terminal'),
    foreground: token('fg'),
    cursor: token('fg'),
    cursorAccent: token('terminal'),
    selectionBackground: `${token('accent')}66`,
    overviewRulerBorder: token('terminal'),
    scrollbarSliderBackground: `${token('line-strong')}99`,
    scrollbarSliderHoverBackground: token('line-strong'),
    scrollbarSliderActiveBackground: token('line-strong'),
    black: token('line-strong'),
    white: token('fg-muted'),
    brightBlack: token('fg-faint'),
    brightWhite: token('fg'),
    ...hues,
    brightRed: hues.red,
    brightGreen: hues.green,
    brightYellow: hues.yellow,
    brightBlue: hues.blue,
    brightMagenta: hues.magenta,
    brightCyan: cyan,
  }
}

/** Colours of marks in a terminal: failing lines, and what was searched for. `#rrggbb`, as xterm wants them. */
export function readMarkColors(element: Element) {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    failing: token('red-bg'),
    failingLine: token('red-fg'),
    found: token('amber-bg'),
    active: token('amber-line'),
  }
}
