import { stripVTControlCharacters } from 'node:util'
import { exitLine } from '../commands/exit-code'

/** Enough for a sentence with a path and a status. */
const longestBytes = 600

/** Keeps the end of an output, to show its last line that says something as the reason of a failure. */
export function lastLineKeeper(): { readonly add: (bytes: Buffer) => void; readonly text: () => string } {
  let tail = Buffer.alloc(0)
  return {
    add: (bytes) => {
      tail = Buffer.concat([tail, bytes.subarray(-longestBytes)]).subarray(-longestBytes)
    },
    text: () => {
      const lines = stripVTControlCharacters(tail.toString('utf8')).split(/[\r\n]+/)
      const last = lines.findLast((line) => line.trim() !== '' && !exitLine.test(line.trim())) ?? ''
      return last.replace(/^lastmile: /, '').trim()
    },
  }
}
