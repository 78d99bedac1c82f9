import type { Output } from '../../../shared/ipc/contract'

export type KnownHost = Output<'known-host:list'>[number]

/** The lines in which every word of a text occurs: in the hosts, the key or the file. Pure; case does not matter. */
export function searchKnownHosts(lines: readonly KnownHost[], text: string): readonly KnownHost[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return lines
  return lines.filter(({ hosts, isHashed, keyType, fingerprint, file, marker }) => {
    const all = `${isHashed ? '' : hosts} ${keyType} ${fingerprint} ${file} ${marker ?? ''}`.toLowerCase()
    return words.every((word) => all.includes(word))
  })
}

/** A name to talk about a line by: its first host, or the beginning of its fingerprint where the name is a hash. Pure. */
export function nameOfLine({ hosts, isHashed, fingerprint }: KnownHost): string {
  const [first = ''] = hosts.split(',')
  return isHashed ? `${fingerprint.slice(0, 20)}…` : first
}
