/** A rectangle of the screen, in points. */
export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
/** Where a window was. `area` is that of the window when it is neither maximised nor full screen. */
export type WindowPlace = { readonly area: Area; readonly isMaximized: boolean; readonly isFullScreen: boolean }

export const smallestWindow = { width: 1_024, height: 700 } as const
const usualWindow = { width: 1_440, height: 900 } as const
/** So much of the title bar has to be on a screen for a person to take hold of it. */
const grip = { width: 120, height: 32 } as const

/**
 * Where to put a window that was at `before`: there again, as large as the screen allows; in the middle of the first screen when
 * the one it was on is gone. `screens` are the areas that windows may use, the first screen first. Pure.
 */
export function placeWithin(before: Area | undefined, screens: readonly Area[]): Area {
  const screen = before && screens.find((area) => hasGrip(before, area))
  if (!before || !screen) return centred(screens[0] ?? { x: 0, y: 0, ...usualWindow })
  const width = within(before.width, smallestWindow.width, screen.width)
  const height = within(before.height, smallestWindow.height, screen.height)
  // the title bar stays on the screen, the rest may hang over its edge
  return { x: before.x, y: within(before.y, screen.y, screen.y + screen.height - grip.height), width, height }
}

/** Whether enough of a window's title bar lies on a screen. */
function hasGrip(window: Area, screen: Area): boolean {
  const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x)
  const isHigh = window.y + grip.height > screen.y && window.y <= screen.y + screen.height - grip.height
  return width >= grip.width && isHigh
}

function centred(screen: Area): Area {
  const width = Math.min(usualWindow.width, screen.width)
  const height = Math.min(usualWindow.height, screen.height)
  const x = Math.round(screen.x + (screen.width - width) / 2)
  const y = Math.round(screen.y + (screen.height - height) / 2)
  return { x, y, width, height }
}

/** `most` wins on a screen smaller than the least. */
const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)
