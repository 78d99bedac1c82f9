import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPlace, writePlace } from '../../../../src/main/desktop/place-file'
import { placeWithin, type Area } from '../../../../src/main/desktop/window-place'
import { tempFolder } from '../../../helpers/temp-folder'

const laptop: Area = { x: 0, y: 25, width: 1440, height: 875 }
const wall: Area = { x: 1440, y: 0, width: 3840, height: 2120 }
const left: Area = { x: -1920, y: 0, width: 1920, height: 1080 }

describe('placeWithin', () => {
  it.each<[string, Area | undefined, readonly Area[], Area]>([
    ['the middle, the first time', undefined, [wall], { x: 2640, y: 610, width: 1440, height: 900 }],
    ['no larger than the screen', undefined, [laptop], { x: 0, y: 25, width: 1440, height: 875 }],
    [
      'where it was',
      { x: 1500, y: 100, width: 2000, height: 1500 },
      [laptop, wall],
      { x: 1500, y: 100, width: 2000, height: 1500 },
    ],
    [
      'where it was, left of the first screen',
      { x: -1800, y: 10, width: 1200, height: 800 },
      [laptop, left],
      { x: -1800, y: 10, width: 1200, height: 800 },
    ],
    [
      'the first screen, when its own is gone',
      { x: 1500, y: 100, width: 2000, height: 1500 },
      [laptop],
      { x: 0, y: 25, width: 1440, height: 875 },
    ],
    [
      'as large as a smaller screen allows',
      { x: 100, y: 100, width: 2000, height: 1500 },
      [laptop],
      { x: 100, y: 100, width: 1440, height: 875 },
    ],
    [
      'no smaller than the page can be',
      { x: 100, y: 100, width: 500, height: 400 },
      [laptop, wall],
      { x: 100, y: 100, width: 1024, height: 700 },
    ],
    [
      'with its title bar below the bar of the system',
      { x: 100, y: 0, width: 1200, height: 800 },
      [laptop],
      { x: 100, y: 25, width: 1200, height: 800 },
    ],
    ['the middle when only a corner would be seen', { x: 1400, y: 100, width: 1200, height: 800 }, [laptop], laptop],
    ['the middle when its title bar would be below', { x: 100, y: 890, width: 1200, height: 800 }, [laptop], laptop],
    ['something when no screen is known', undefined, [], { x: 0, y: 0, width: 1440, height: 900 }],
  ])('is %s', (_what, before, screens, place) => {
    expect(placeWithin(before, screens)).toEqual(place)
  })
})

describe('readPlace', () => {
  const place = { area: { x: 1, y: 2, width: 1200, height: 800 }, isMaximized: true, isFullScreen: false }

  it('reads what was written, for this user only', () => {
    const file = join(tempFolder(), 'place.json')
    writePlace(file, place)
    expect(readPlace(file)).toEqual(place)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(place)
  })

  it.each(['', '{', '{"area":{"x":1e9,"y":0,"width":1,"height":1},"isMaximized":false,"isFullScreen":false}', '[]'])(
    'takes %j for nothing',
    (text) => {
      const file = join(tempFolder(), 'place.json')
      writeFileSync(file, text)
      expect(readPlace(file)).toBeUndefined()
    },
  )

  it('does without a place where none can be written', () => {
    expect(() => writePlace('/nowhere/at/all.json', place)).not.toThrow()
  })
})
