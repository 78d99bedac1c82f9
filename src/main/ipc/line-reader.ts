import type { Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'

/**
 * Hand out what comes in through a socket line by line, without the line's end. A line ends with `\n` and nothing else: JSON
 * may hold U+2028, at which `readline` would cut it. A line that grows beyond `longestBytes` ends the connection.
 */
export function readLines(socket: Socket, longestBytes: number, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8')
  let parts: string[] = []
  let pendingBytes = 0
  socket.on('data', (bytes: Buffer) => {
    pendingBytes += bytes.length
    const lines = decoder.write(bytes).split('\n')
    const rest = lines.pop() ?? ''
    for (const line of lines) {
      onLine(parts.join('') + line)
      parts = []
      pendingBytes = rest.length
    }
    parts.push(rest)
    if (pendingBytes > longestBytes) socket.destroy()
  })
}
