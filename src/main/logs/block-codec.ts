import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

// Level 1 against 3, on step logs: 15 % less time, blocks 5 % larger.
const packOptions = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
// Room for a whole block at once: twice as fast as growing the output by zlib's 16 KiB.
const unpackOptions = { chunkSize: 260 * 1024 }

/** Bytes as they are stored. */
export const packBlock = (bytes: Buffer): Buffer => zstdCompressSync(bytes, packOptions)

/** Bytes as they arrived. */
export const unpackBlock = (data: Buffer): Buffer => zstdDecompressSync(data, unpackOptions)

/** How many line ends there are. */
export function countNewlines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1
  return count
}
