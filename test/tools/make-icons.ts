/** `npm run icons`: the icons of the application and its installers, from the SVG files in `resources`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import png2icons from 'png2icons'

const resources = join(import.meta.dirname, '../../resources')
/** Sizes that desktops of Linux ask for. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512]

/** A square picture of an SVG file; `color` replaces its black. */
function draw(svg: string, pixels: number, color?: string): Buffer {
  const text = readFileSync(join(resources, svg), 'utf8')
  const colored = color === undefined ? text : text.replace('fill="#000"', `fill="${color}"`)
  return Buffer.from(new Resvg(colored, { fitTo: { mode: 'width', value: pixels } }).render().asPng())
}

function write(file: string, bytes: Buffer | null): void {
  if (!bytes) throw new Error(`${file} could not be made`)
  mkdirSync(dirname(join(resources, file)), { recursive: true })
  writeFileSync(join(resources, file), bytes)
}

const large = draw('icon.svg', 1024)
write('package/icon.icns', png2icons.createICNS(large, png2icons.BICUBIC, 0))
write('package/icon.ico', png2icons.createICO(large, png2icons.BICUBIC, 0, false, true))
for (const size of linuxSizes) write(`package/linux/${size}x${size}.png`, draw('icon.svg', size))
write('icons/256x256.png', draw('icon.svg', 256))
// panels of Linux and Windows may be dark or light: the blue of the icon is seen on both
write('icons/tray.png', draw('tray.svg', 32, '#4f83ff'))
// the name tells macOS that it colours it
write('icons/trayTemplate.png', draw('tray.svg', 16))
write('icons/trayTemplate@2x.png', draw('tray.svg', 32))
write('icons/badge.png', draw('badge.svg', 32))
