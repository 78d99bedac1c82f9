import { stripVTControlCharacters } from 'node:util'
import { exitLine } from '../commands/exit-code'

/** Enough for a sentence with a path and a status. */
const longestBytes = 600

/** What a shell says when we end a step whose time is over; not why the step hung. */
const shellsOwnLine = /^(.*: \d+: |.*line \d+: +\d+ )?(Terminated|Killed)( {2,}.*)?$/

const saysNothing = (line: string): boolean => line === '' || exitLine.test(line) || shellsOwnLine.test(line)

/** Keeps the end of an output, to show its last line that says something as the reason of a failure. */
export function lastLineKeeper(): { readonly add: (bytes: Buffer) => void; readonly text: () => string } {
  let tail = Buffer.alloc(0)
  return {
    add: (bytes) => {
      tail = Buffer.concat([tail, bytes.subarray(-longestBytes)]).subarray(-longestBytes)
    },
    text: () => {
      const lines = stripVTControlCharacters(tail.toString('utf8')).split(/[\r\n]+/)
      const last = lines.findLast((line) => !saysNothing(line.trim())) ?? ''
      return last.replace(/^lastmile: /, '').trim()
    },
  }
}
